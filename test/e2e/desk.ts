import { expect, type Locator, type Page } from '@playwright/test';

/** The workstation's page in the words of its user. */
export class Desk {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get clock(): Locator {
    return this.page.getByTestId('clock');
  }

  get analysis(): Locator {
    return this.page.getByTestId('analysis-panel');
  }

  get blockedNotice(): Locator {
    return this.analysis.getByTestId('blocked-notice');
  }

  get state(): Locator {
    return this.page.getByTestId('session-state');
  }

  row(symbol: string): Locator {
    return this.page.locator(`[data-symbol="${symbol}"]`);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** The session clock, UTC epoch milliseconds. */
  async clockMs(): Promise<number> {
    return Date.parse((await this.clock.getAttribute('datetime')) ?? '');
  }

  /** Waits until the session shows and its clock has moved. */
  async isPlaying(): Promise<void> {
    await expect(this.clock).toHaveAttribute('datetime', /Z$/, { timeout: 30_000 });
    const before = await this.clockMs();
    await expect.poll(() => this.clockMs(), { timeout: 30_000 }).toBeGreaterThan(before);
  }

  async pause(): Promise<void> {
    await this.button('Pause').click();
    await expect(this.button('Play')).toBeVisible();
  }

  async play(): Promise<void> {
    await this.button('Play').click();
    await expect(this.button('Pause')).toBeVisible();
  }

  async setSpeed(name: string): Promise<void> {
    const speed = this.page.getByRole('radio', { name, exact: true });
    await speed.click();
    await expect(speed).toBeChecked();
  }

  async setCatchupPace(name: string): Promise<void> {
    await this.page.getByTestId('catchup-pace').click();
    await this.page.getByRole('menuitemradio', { name, exact: true }).click();
    await expect(this.page.getByTestId('catchup-pace')).toHaveAccessibleName(new RegExp(`: ${name}$`));
  }

  /** Runs to a time of the exchange's day, where the session is then paused. */
  async runTo(time: string): Promise<void> {
    const field = this.page.getByLabel('Run to', { exact: true });
    await field.fill(time);
    await field.press('Enter');
    await expect(this.clock).toHaveText(`${time}:00`, { timeout: 30_000 });
    await expect(this.button('Play')).toBeVisible();
  }

  /** The opened session is paused at a time of its first day; from there on it runs as fast as data flow. */
  async pausedAt(time: string): Promise<void> {
    await this.isPlaying();
    await this.pause();
    await this.setSpeed('As fast as data flow');
    await this.runTo(time);
  }

  /** Types a symbol and presses Enter, as one does. */
  async add(symbol: string): Promise<void> {
    const box = this.page.getByRole('combobox', { name: 'Add a symbol' });
    await box.click();
    await box.pressSequentially(symbol);
    await box.press('Enter');
  }
}
