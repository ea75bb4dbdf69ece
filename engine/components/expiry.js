/** The clock of a session: a warning 30 s before `expires_at`, then the end. */

const WARNING = 30_000;
const LONGEST_TIMEOUT = 2 ** 31 - 1; // beyond 24.8 days setTimeout fires at once

export class Expiry {
  #timers = new Set();
  #onWarning;
  #onEnd;

  constructor({ onWarning = () => {}, onEnd = () => {} }) {
    this.#onWarning = onWarning;
    this.#onEnd = onEnd;
  }

  /** Start the clock for an ISO time; a missing or unreadable time never expires. */
  arm(expiresAt) {
    this.stop();
    const end = Date.parse(expiresAt ?? "");
    if (Number.isNaN(end)) return;
    this.#at(end - WARNING, this.#onWarning);
    this.#at(end, this.#onEnd);
  }

  stop() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #at(time, run) {
    const wait = Math.max(0, time - Date.now());
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (time - Date.now() > 0) this.#at(time, run);
      else run();
    }, Math.min(wait, LONGEST_TIMEOUT));
    this.#timers.add(timer);
  }
}
