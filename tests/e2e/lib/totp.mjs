// TOTP codes as an authenticator app makes them: from the independent `oathtool` program.
import { execFileSync } from "node:child_process";

const STEP = 30;
const now = () => Date.now() / 1000;
export const stepNow = () => Math.floor(now() / STEP);
const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

export class Totp {
  #key;
  #program;
  #lastStep = -1;

  /** `key` is the base32 text that the enrollment page shows. */
  constructor(key, program = "oathtool") {
    this.#key = key.replace(/[\s-]/g, "").toUpperCase();
    this.#program = program;
    if (!/^[A-Z2-7]{32,}=*$/.test(this.#key)) throw new Error(`not a base32 key of 160 bits or more: ${key}`);
  }

  /** The code of one 30-second step, any step. */
  at(step) {
    // The key goes in by standard input: arguments are visible to other processes.
    const code = execFileSync(this.#program, ["--base32", "--totp", "--now", `@${step * STEP + 1}`, "-"], {
      input: `${this.#key}\n`,
      encoding: "utf8",
    });
    return code.trim();
  }

  /**
   * A code that has not been used, never close to the end of its step. When this step's code has
   * been used, up to `ahead` later steps will do (a phone whose clock is fast); else it waits.
   */
  async fresh({ ahead = 0 } = {}) {
    for (;;) {
      const left = STEP - (now() % STEP);
      const step = Math.max(stepNow(), this.#lastStep + 1);
      if (left > 4 && step <= stepNow() + ahead) {
        this.#lastStep = step;
        return this.at(step);
      }
      await sleep(Math.min(left, STEP) + 0.2);
    }
  }

  /** Remembers that a code of `step` was used by another way than `fresh`. */
  used(step) {
    this.#lastStep = Math.max(this.#lastStep, step);
  }

  get lastStep() {
    return this.#lastStep;
  }

  /** Six digits that no step anywhere near now has. */
  wrong() {
    const near = new Set();
    for (let offset = -4; offset <= 4; offset += 1) near.add(this.at(stepNow() + offset));
    for (let value = 123456; ; value += 1) {
      const code = String(value);
      if (!near.has(code)) return code;
    }
  }
}
