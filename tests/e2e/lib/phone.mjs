// The phone at the far end of the real gateway: what the lab's network has handed over.
import fs from "node:fs";

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A phone with this number, whose messages the network writes to the file `log`. */
export class Phone {
  #log;
  #number;
  #read = 0;

  constructor(log, number) {
    this.#log = log;
    this.#number = number;
  }

  /** What the browser's own autofill would take: the code of the next message bound to `host`. */
  async nextCode(host, { seconds = 20 } = {}) {
    // One message runs over several lines; no other one begins in between.
    const bound = new RegExp(
      `<\\S+ ${escaped(this.#number)} text (?:(?!<\\S+ \\+)[^])*?@${escaped(host)} #(\\d{6})>`,
      "g",
    );
    for (const until = Date.now() + seconds * 1000; Date.now() < until; ) {
      const codes = [...fs.readFileSync(this.#log, "utf8").matchAll(bound)].map((found) => found[1]);
      if (codes.length > this.#read) {
        this.#read += 1;
        return codes[this.#read - 1];
      }
      await new Promise((after) => setTimeout(after, 100));
    }
    throw new Error(`${this.#number} got no message number ${this.#read + 1}`);
  }
}
