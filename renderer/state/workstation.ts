import '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { Batch } from '../../electron/contract/batch.ts';
import type { MenuChoice } from '../../electron/contract/menu.ts';
import type { Frames } from '../bridge/animation-frames.ts';
import { receiveBatches } from '../bridge/batch-receiver.ts';
import type { WindowPort } from '../bridge/window-port.ts';
import { createEngineClient, type EngineClient } from '../bridge/engine-client.ts';
import { saveFile } from '../bridge/save-file.ts';
import { ChartCache } from '../chart/chart-cache.ts';
import { ChartLink } from '../chart/chart-link.ts';
import { DrawQueue } from '../chart/draw-queue.ts';
import { applyBatch } from './apply-batch.ts';
import { createCatalogStore, type CatalogStore } from './catalog-store.ts';
import { subscribeCharts } from './chart-subscription.ts';
import { createCommands, type Commands } from './commands.ts';
import { Exports } from './exports.ts';
import { Imports } from './imports.ts';
import { createNoticeStore, type NoticeStore } from './notice-store.ts';
import { OlderBarsLoader } from './older-bars.ts';
import { PanelLayout } from './panel-layout.ts';
import { PastCatchupStore } from './past-catchups.ts';
import { Live } from './live.ts';
import { loadView, saveView } from './saved-view.ts';
import { TradingActions } from './trading.ts';
import { Runs } from './runs.ts';
import type { SessionCopy } from './session-copy.ts';
import { createSessionEditor, type SessionEditor } from './session-editor.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';
import { createViewStore, dropSymbols, keepPanes, resetPanes, type ViewStore } from './view-store.ts';

/** The window's whole state and logic, without its looks. */
export interface Workstation extends Disposable {
  readonly client: EngineClient;
  readonly session: SessionStore;
  readonly view: ViewStore;
  readonly catalog: CatalogStore;
  readonly notices: NoticeStore;
  readonly past: PastCatchupStore;
  readonly charts: ChartCache;
  readonly link: ChartLink;
  readonly older: OlderBarsLoader;
  readonly queue: DrawQueue;
  readonly editor: SessionEditor;
  readonly layout: PanelLayout;
  readonly commands: Commands;
  readonly imports: Imports;
  readonly exports: Exports;
  readonly runs: Runs;
  readonly trading: TradingActions;
  readonly live: Live;
  /** Null where the program is not one that could be updated: in a browser. */
  readonly lookForUpdates: (() => void) | null;
  /** The choice in the menu of the desktop application. */
  readonly menu: Emitter<MenuChoice>;
}

export interface WorkstationParts extends Frames {
  readonly port: WindowPort;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
}

export function createWorkstation({ port, storage, nextFrame, frame }: WorkstationParts): Workstation {
  const session = createSessionStore();
  const view = createViewStore(loadView(storage));
  const catalog = createCatalogStore();
  const notices = createNoticeStore();
  const past = new PastCatchupStore();
  const charts = new ChartCache();
  const link = new ChartLink(() => view.getState().linked);
  const queue = new DrawQueue({ nextFrame, now: () => performance.now(), frame });
  const client = createEngineClient(port);
  const commands = createCommands({ client, session, view, catalog, notices, isLost: () => port.isLost() });
  const older = new OlderBarsLoader({ client, charts, notices });
  const onWritten = (): void => void commands.refreshCatalog();
  const imports = new Imports({ client, notices, onWritten });
  const exports = new Exports({ client, session, notices, save: saveFile });
  const runs = new Runs({ client, notices, showsFolders: port.showsFolders });
  const trading = new TradingActions(client, notices);
  const live = new Live({ client, session, catalog, notices, keys: port.keys ?? null, save: saveFile });
  const editor = createSessionEditor({ client, session, notices, commands });
  const layout = new PanelLayout(view);
  const applied = {
    session,
    view,
    past,
    charts,
    queue,
    askSnapshot: () => void client.request('snapshot', {}),
  };

  const receiver = receiveBatches({
    port,
    nextFrame,
    apply: (batch) => applyOne(applied, batch),
    isTaken: () => queue.isPainting,
  });
  const menu = new Emitter<MenuChoice>();
  const deaths = port.onMessage((message) => {
    if (message.kind === 'engine_died') {
      session.setState(({ heldUpBy }) => ({
        died: message.reason,
        silence: null,
        heldUpBy: message.strategy ?? heldUpBy,
      }));
    }
    if (message.kind === 'engine_silent') session.setState({ silence: message.silence });
    if (message.kind === 'menu') menu.emit(message.choice);
    if (message.kind === 'recent') catalog.setState({ recent: message.recent });
  });
  const stopSaving = saveView(view, storage);
  const subscription = subscribeCharts({ client, session, view, charts });

  return {
    client,
    session,
    view,
    catalog,
    notices,
    past,
    charts,
    link,
    older,
    queue,
    editor,
    layout,
    commands,
    imports,
    exports,
    runs,
    trading,
    live,
    lookForUpdates: port.lookForUpdates ?? null,
    menu,
    [Symbol.dispose]() {
      for (const part of [receiver, deaths, subscription, client, past, exports]) part[Symbol.dispose]();
      stopSaving();
      port.close();
    },
  };
}

interface Applied extends Pick<Workstation, 'session' | 'view' | 'past' | 'charts' | 'queue'> {
  readonly askSnapshot: () => void;
}

/** One frame's batch: charts first (outside React), then one write to the store. */
function applyOne({ session, view, past, charts, queue, askSnapshot }: Applied, batch: Batch): void {
  const before = session.getState().copy;
  const result = applyBatch(before, batch);
  if (result.kind === 'gap') askSnapshot();
  if (result.kind !== 'applied') return;
  const { copy } = result;
  if (batch.full) {
    charts.forgetAll();
    past.clear();
  }
  charts.apply(batch.charts);
  past.add(batch.catchups);
  if (copy.header?.playing === false) queue.hurry();
  // A restarted engine sends everything again.
  session.setState(batch.full ? { copy, died: null } : { copy });
  followSession(view, before, copy);
  if (!isLiveDayOver(before) && isLiveDayOver(copy)) view.setState({ analysisTab: 'report' });
}

/** Its market has closed and its results exist; a session that was left earlier has not ended. */
const isLiveDayOver = ({ header }: SessionCopy): boolean =>
  header?.mode === 'live' && header.state === 'completed' && header.clockMs === header.closeMs;

/** Keeps the view consistent when symbols leave and sessions change. */
function followSession(view: ViewStore, before: SessionCopy, copy: SessionCopy): void {
  if (copy.order === before.order && copy.header?.configId === before.header?.configId) return;
  const isOther = copy.header?.configId !== before.header?.configId;
  const session = copy.header?.configId ?? null;
  const { paneSession, selected } = view.getState();
  if (isOther && session !== null && paneSession === session) view.setState(keepPanes(copy.order));
  else if (isOther || selected === null)
    view.setState({ ...resetPanes(copy.order)(view.getState()), paneSession: session });
  const gone = new Set(before.order.filter((symbol) => !copy.rows.has(symbol)));
  if (gone.size > 0 && copy.order.length > 0) view.setState(dropSymbols(gone, copy.order));
}
