const COORDINATOR = 'core/session-coordinator';

/** @typedef {{ name: string, file: string, find: string, replace: string }} Mutation */

/**
 * Deliberate defects of the engine, one line each, by what would be wrong with it.
 *
 * @type {readonly Mutation[]}
 */
export const MUTATIONS = [
  {
    name: 'lag is measured from the open',
    file: `${COORDINATOR}/session/play-instant.ts`,
    find: 'const lag = clock.now() - instant;',
    replace: 'const lag = clock.now() - instant + 60_000;',
  },
  {
    name: 'threshold reached counts as passed',
    file: `${COORDINATOR}/session/activity-gate.ts`,
    find: 'if (lagMs > this.thresholdMs)',
    replace: 'if (lagMs >= this.thresholdMs)',
  },
  {
    name: 'clock moves while a symbol is behind',
    file: `${COORDINATOR}/session/session-loop.ts`,
    find: 'const target = behind ? clock.now() : nextTarget',
    replace: 'const target = behind ? clock.now() + 1 : nextTarget',
  },
  {
    name: 'no check at every bar while deactivated',
    file: `${COORDINATOR}/streaming/bar-queues.ts`,
    find: 'if (deactivated || barsUntilCheck === 0) check = true;',
    replace: 'if (barsUntilCheck === 0) check = true;',
  },
  {
    name: 'first bar of a symbol is not checked',
    file: `${COORDINATOR}/streaming/symbol-queue.ts`,
    find: 'this.#set(QUEUE.untilCheck, 0);',
    replace: 'this.#set(QUEUE.untilCheck, 1);',
  },
  {
    name: 'strategies are notified during a catch-up',
    file: `${COORDINATOR}/session/strategy-runner.ts`,
    find: 'if (!this.#run.session.gate.active) {',
    replace: 'if (!this.#run.session.gate.active && day.closed.length > 99) {',
  },
  {
    name: 'bars are known at their open',
    file: 'core/time-manager/session-grid.ts',
    find: 'return segment === undefined ? closeMs : Math.min(closeMs, segment.close);',
    replace: 'return openMs;',
  },
  {
    name: 'bar that closes at the session close is dropped',
    file: 'core/time-manager/session-grid.ts',
    find: 'if (this.#isWhole && openMs >= this.start && closeMs <= this.end) return true;',
    replace: 'if (this.#isWhole) return openMs >= this.start && closeMs < this.end;',
  },
  {
    name: 'ties are reversed',
    file: `${COORDINATOR}/streaming/bar-queues.ts`,
    find: 'return other > span || (other === span && record.order > order);',
    replace: 'return other > span || other === span;',
  },
  {
    name: 'coarser base first among ties',
    file: `${COORDINATOR}/streaming/bar-queues.ts`,
    find: 'return other > span ||',
    replace: 'return other < span ||',
  },
  {
    name: 'forming bar is readable as closed',
    file: 'core/session-data/session-data.ts',
    find: 'return this.#barAt(series, series.bars.length - 1);',
    replace:
      'return (series.hasForming ? this.formingBar(symbol, interval) : undefined) ?? this.#barAt(series, series.bars.length - 1);',
  },
  {
    name: 'derived bars close only when the next one begins',
    file: 'core/data-processor/interval-column.ts',
    find: 'const isOver = closeMs <= instant;',
    replace: 'const isOver = closeMs < instant;',
  },
  {
    name: 'coverage counts one bar too many',
    file: 'core/session-data/series.ts',
    find: 'this.coverage[at] = forming.present / forming.possible;',
    replace: 'this.coverage[at] = (forming.present + 1) / forming.possible;',
  },
  {
    name: 'incomplete bars are published where the config skips them',
    file: 'core/data-processor/derive-bars.ts',
    find: 'const publish = !skipIncomplete ||',
    replace: 'const publish = skipIncomplete ||',
  },
  {
    name: 'view forgets its gate for one method',
    file: 'core/session-data/session-view.ts',
    find: 'return this.#open()?.quote(symbol);',
    replace: 'return this.#source()?.quote(symbol);',
  },
  {
    name: 'view hands out the store’s own columns',
    file: 'core/session-data/session-view.ts',
    find: ': sliceColumns(bars);',
    replace: ': bars;',
  },
  {
    name: 'metrics are not weighted by volume',
    file: 'core/session-data/session-metrics.ts',
    find: '((high + low + close) / 3) * volume;',
    replace: '(high + low + close) / 3;',
  },
  {
    name: 'metrics live on when a symbol is streamed again',
    file: 'core/session-data/symbol-record.ts',
    find: '    this.metrics = new SessionMetrics(this.pools.of(METRICS));\n',
    replace: '',
  },
  {
    name: 'half-loaded symbol is not rolled back',
    file: `${COORDINATOR}/session/symbol-admission.ts`,
    find: 'if (!wantedAgain && day.data.record(symbol)?.admitted === false) day.data.remove(symbol);',
    replace: '',
  },
  {
    name: 'rolled back though a later request brings it in',
    file: `${COORDINATOR}/session/symbol-admission.ts`,
    find: 'if (!wantedAgain && day.data',
    replace: 'if (day.data',
  },
  {
    name: 'removed symbol keeps its queue',
    file: `${COORDINATOR}/session/apply-command.ts`,
    find: '  day.stopStreaming(record);\n',
    replace: '',
  },
  {
    name: 'removed symbol comes back the next day',
    file: `${COORDINATOR}/session/apply-command.ts`,
    find: '  session.symbols.delete(symbol);\n',
    replace: '',
  },
  {
    name: 'lock is not asked',
    file: `${COORDINATOR}/session/apply-command.ts`,
    find: 'if (lock !== undefined) return',
    replace: 'if (lock === null) return',
  },
  {
    name: 'bars are notified again after remove and add',
    file: `${COORDINATOR}/streaming/session-day.ts`,
    find: 'if (instant <= (this.#silentUntil[place] as number)) continue;',
    replace: 'if (instant < (this.#silentUntil[place] as number) - 120_000) continue;',
  },
  {
    name: 'a second removal forgets how far the first had come',
    file: `${COORDINATOR}/streaming/session-day.ts`,
    find: 'Math.max(before, Math.min(knownUntil ?? now, now))',
    replace: 'Math.min(knownUntil ?? now, now)',
  },
  {
    name: 'gate stays shut when the symbol that was behind is removed',
    file: `${COORDINATOR}/session/session-loop.ts`,
    find: '  session.gate.settle();\n',
    replace: '',
  },
  {
    name: 'commands are journaled after they took effect',
    file: `${COORDINATOR}/session/apply-command.ts`,
    find: '    session.journal(command);\n    const reply = apply(run, day, command);',
    replace: '    const reply = apply(run, day, command);\n    session.journal(command);',
  },
  {
    name: 'journal forgets the step',
    file: `${COORDINATOR}/session/journal.ts`,
    find: 'const planned = { at: parseIsoUtc(clock), step, command };',
    replace: 'const planned = { at: parseIsoUtc(clock), step: step + 1, command };',
  },
  {
    name: 'replay repeats what the strategy asks for again',
    file: `${COORDINATOR}/session/journal.ts`,
    find: 'return isReissuedOnReplay(command) ?',
    replace: 'return isReissuedOnReplay(command) && step < 0 ?',
  },
  {
    name: 'loading a day hears no command',
    file: `${COORDINATOR}/session/session-loop.ts`,
    find: 'const arrival = session.queue.onArrival(resolve);',
    replace: 'const arrival = session.queue.onArrival(() => {});',
  },
  {
    name: 'falls back to a coarser interval',
    file: `${COORDINATOR}/loading/requirements.ts`,
    find: 'spanMs(base) <= spanMs(required)',
    replace: 'spanMs(base) <= spanMs(required) * 1_440',
  },
  {
    name: 'minutes carry seconds',
    file: `${COORDINATOR}/loading/requirements.ts`,
    find: "if (span < MINUTE_MS) return '1s';",
    replace: "if (span < MINUTE_MS / 2) return '1s';",
  },
  {
    name: 'adhoc calls load everything',
    file: `${COORDINATOR}/session/apply-command.ts`,
    find: 'requirements: adhocRequirements(ask), caller',
    replace: 'requirements: fullRequirements(session.config, symbol), caller',
  },
  {
    name: 'upgrade forgets when the symbol came',
    file: `${COORDINATOR}/session/request-symbol.ts`,
    find: '    ...record.metadata,\n    meets_session',
    replace: '    ...metadataOf(caller, full, null),\n    meets_session',
  },
  {
    name: 'upgrade leaves indicators cold',
    file: `${COORDINATOR}/streaming/install-symbol.ts`,
    find: 'if (record.indicators.has(key) && history === undefined) return;',
    replace: 'if (record.indicators.has(key)) return;',
  },
  {
    name: 'what an adhoc symbol had is lost when it is streamed again',
    file: `${COORDINATOR}/session/symbol-admission.ts`,
    find: 'requirements = withPresent(record, requirements);',
    replace: '',
  },
  {
    name: 'gaps of history are filled from incomplete bars',
    file: `${COORDINATOR}/loading/fill-day.ts`,
    find: 'if (to - from === grid.possibleBars(interval, finer, bucket))',
    replace: 'if (to > from)',
  },
  {
    name: 'quality counts bars outside regular hours',
    file: 'core/data-processor/data-processor.ts',
    find: 'bars, place, grid.isRegular(openMs));',
    replace: 'bars, place, openMs > 0);',
  },
  {
    name: 'gap begins one bar early',
    file: 'core/data-quality/gaps.ts',
    find: 'next = openMs + span;',
    replace: 'next = openMs;',
  },
  {
    name: 'weekly bar forgets the days before today',
    file: `${COORDINATOR}/streaming/install-symbol.ts`,
    find: "if (interval === '1w' && loaded.weekSoFar !== undefined)",
    replace: "if (interval === '1w' && loaded.weekSoFar === null)",
  },
  {
    name: 'refused bars are kept',
    file: `${COORDINATOR}/streaming/session-day.ts`,
    find: 'if (verdict?.refused === true) return false;',
    replace: '',
  },
  {
    name: 'bugs of ours are reported as bad files',
    file: `${COORDINATOR}/loading/provisioner.ts`,
    find: 'if (error instanceof InvariantError) throw error;',
    replace: '',
  },
  {
    name: 'pace hurries after a catch-up',
    file: `${COORDINATOR}/session/playback-pace.ts`,
    find: '    this.restartRealTime();\n    if (this.#catchupBarsPerSecond',
    replace: '    if (this.#catchupBarsPerSecond',
  },
  {
    name: 'export comes before the commands of its time',
    file: `${COORDINATOR}/session/session-loop.ts`,
    find: '    if (!behind) settle(session, day);\n',
    replace: '    if (!behind) {\n      settle(session, day);\n      session.exportDue();\n    }\n',
  },
  {
    name: 'an order is filled by the bar in which it was placed',
    file: 'core/execution/matching/candidates.ts',
    find: 'order.workingFrom <= bar.openMs',
    replace: 'order.workingFrom <= bar.closeMs',
  },
  {
    name: 'a fork waits for a resume that never comes',
    file: `${COORDINATOR}/session/journal.ts`,
    find: '...(resumes ? [] : [resume])',
    replace: '...[]',
  },
];
