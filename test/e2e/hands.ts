import { expect, type Locator, type Page } from '@playwright/test';
import { Desk } from './desk.ts';

/** A file as the user has it on disk. */
export interface UsersFile {
  readonly name: string;
  readonly text: string;
}

/** A user's way of working the window. Every action of a spec runs the same way with a mouse and without. */
export interface Hands {
  readonly desk: Desk;
  /** Activates a button. */
  press(button: Locator): Promise<void>;
  /** Replaces the text of a field. */
  write(field: Locator, text: string): Promise<void>;
  /** Opens a menu and takes an entry. */
  choose(menu: Locator, entry: string | RegExp): Promise<void>;
  speed(name: string): Promise<void>;
  togglePlay(): Promise<void>;
  stepBack(count: number): Promise<void>;
  /** Types the letters into the add box, and Enter. */
  add(letters: string): Promise<void>;
  remove(symbol: string): Promise<void>;
  showTab(name: string): Promise<void>;
  bringFile(file: UsersFile): Promise<void>;
}

const addBox = (page: Page): Locator => page.getByRole('combobox', { name: 'Add a symbol' });

/** Works with the pointer; the keyboard only writes. */
export class MouseHands implements Hands {
  readonly desk: Desk;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.desk = new Desk(page);
  }

  async press(button: Locator): Promise<void> {
    await button.click();
  }

  async write(field: Locator, text: string): Promise<void> {
    await field.click({ clickCount: 3 });
    await this.#page.keyboard.press('Delete');
    await this.#page.keyboard.type(text);
  }

  async choose(menu: Locator, entry: string | RegExp): Promise<void> {
    await menu.click();
    await this.#page.getByRole('menuitemradio', { name: entry }).click();
  }

  async speed(name: string): Promise<void> {
    await this.desk.setSpeed(name);
  }

  async togglePlay(): Promise<void> {
    await this.#page.getByTestId('play-pause').click();
  }

  async stepBack(count: number): Promise<void> {
    for (let done = 0; done < count; done++) await this.desk.button('Step back').click();
  }

  async add(letters: string): Promise<void> {
    await this.desk.add(letters);
  }

  async remove(symbol: string): Promise<void> {
    await this.desk.row(symbol).getByTestId('remove').click();
  }

  async showTab(name: string): Promise<void> {
    await this.#page.getByRole('tab', { name, exact: true }).click();
  }

  async bringFile({ name, text }: UsersFile): Promise<void> {
    await dropFile(this.#page, name, text);
  }
}

/** Tabs that it may take to come to anything in the window. */
const MOST_TABS = 150;

/** Works without a pointer: what has no key of its own is come to with Tab. */
export class KeyboardHands implements Hands {
  readonly desk: Desk;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.desk = new Desk(page);
  }

  async press(button: Locator): Promise<void> {
    await this.#tabTo(button);
    await this.#page.keyboard.press('Enter');
  }

  async write(field: Locator, text: string): Promise<void> {
    await this.#tabTo(field);
    await this.#page.keyboard.press('Control+a');
    await this.#page.keyboard.press('Delete');
    await this.#page.keyboard.type(text);
  }

  async choose(menu: Locator, entry: string | RegExp): Promise<void> {
    await this.press(menu);
    const wanted = this.#page.getByRole('menuitemradio', { name: entry });
    await expect(wanted).toBeVisible();
    await this.#pressUntil('ArrowDown', () => isFocused(wanted));
    await this.#page.keyboard.press('Enter');
  }

  async speed(name: string): Promise<void> {
    await this.#leaveFields();
    const wanted = this.#page.getByRole('radio', { name, exact: true });
    const checked = async (): Promise<number> => {
      const radios = await this.#page.getByRole('radiogroup', { name: 'Speed' }).getByRole('radio').all();
      const states = await Promise.all(radios.map((radio) => radio.isChecked()));
      return states.indexOf(true);
    };
    const all = this.#page.getByRole('radiogroup', { name: 'Speed' }).getByRole('radio');
    const target = await all.evaluateAll(
      (radios, label) => radios.findIndex((radio) => radio.getAttribute('aria-label') === label),
      name,
    );
    for (let at = await checked(); at !== target; at += Math.sign(target - at)) {
      await this.#page.keyboard.press(target > at ? '+' : '-');
      await expect(all.nth(at + Math.sign(target - at))).toBeChecked();
    }
    await expect(wanted).toBeChecked();
  }

  async togglePlay(): Promise<void> {
    await this.#leaveFields();
    await this.#page.keyboard.press('Space');
  }

  async stepBack(count: number): Promise<void> {
    await this.#leaveFields();
    for (let done = 0; done < count; done++) await this.#page.keyboard.press('ArrowLeft');
  }

  async add(letters: string): Promise<void> {
    await this.#leaveFields();
    await this.#page.keyboard.press('/');
    await expect(addBox(this.#page)).toBeFocused();
    await this.#page.keyboard.type(letters);
    await this.#page.keyboard.press('Enter');
  }

  async remove(symbol: string): Promise<void> {
    await this.#tabTo(this.#page.getByTestId('symbol-list'));
    await this.#page.keyboard.press('Home');
    const row = this.desk.row(symbol);
    await this.#pressUntil('ArrowDown', async () => (await row.getAttribute('aria-selected')) === 'true');
    await this.#page.keyboard.press('Delete');
  }

  async showTab(name: string): Promise<void> {
    await this.#page.keyboard.press('Control+k');
    await expect(this.#page.getByTestId('palette')).toBeVisible();
    await this.#page.keyboard.type(`Analysis: ${name.toLowerCase()}`);
    await this.#page.keyboard.press('Enter');
    await expect(this.#page.getByRole('tab', { name, exact: true })).toHaveAttribute('aria-selected', 'true');
  }

  async bringFile({ name, text }: UsersFile): Promise<void> {
    // A browser that is very busy may take the key for too old to open a dialog.
    await expect(async () => {
      const chooser = this.#page.waitForEvent('filechooser', { timeout: 5_000 });
      await this.#page.keyboard.press('Control+i');
      await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    }).toPass();
  }

  /** Keys of the window do not work while one writes. */
  async #leaveFields(): Promise<void> {
    const writes = (): Promise<boolean> =>
      this.#page.evaluate(() => document.activeElement instanceof HTMLInputElement);
    for (let tabs = 0; tabs < MOST_TABS && (await writes()); tabs++) await this.#page.keyboard.press('Tab');
  }

  async #tabTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    await this.#pressUntil('Tab', () => isFocused(target));
  }

  async #pressUntil(key: string, isThere: () => Promise<boolean>): Promise<void> {
    for (let presses = 0; presses <= MOST_TABS; presses++) {
      if (await isThere()) return;
      await this.#page.keyboard.press(key);
    }
    throw new Error(`nowhere to be come to with ${key}`);
  }
}

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Drops a file on the window as a file manager does. */
export async function dropFile(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    ([fileName, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content ?? ''], fileName ?? ''));
      for (const type of ['dragover', 'drop']) {
        document.body.dispatchEvent(
          new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true }),
        );
      }
    },
    [name, text],
  );
}
