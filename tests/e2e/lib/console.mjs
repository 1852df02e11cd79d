// Watches everything a browser would complain about: console errors (a Content-Security-Policy
// violation is one), uncaught exceptions, failed requests. A test fails when anything is left.

// What the webmail itself causes, with or without a gateway in front of it.
const ALWAYS_ALLOWED = [
  // A navigation or a closed frame ends requests that are still under way.
  /^request failed: .* net::ERR_ABORTED$/,
];

export class Watch {
  #complaints = [];
  #allowed = [...ALWAYS_ALLOWED];

  /** Watches every page of the context, frames and popups included. */
  constructor(context) {
    context.on("page", (page) => this.#attach(page));
  }

  #attach(page) {
    page.on("console", (message) => {
      if (message.type() === "error") {
        const { url } = message.location();
        this.#complain(`console error: ${message.text()}${url ? ` (${url})` : ""}`);
      }
    });
    page.on("pageerror", (error) => this.#complain(`page error: ${error.stack ?? error}`));
    page.on("requestfailed", (request) =>
      this.#complain(`request failed: ${request.method()} ${request.url()} ${request.failure()?.errorText}`),
    );
  }

  #complain(text) {
    if (!this.#allowed.some((pattern) => pattern.test(text))) this.#complaints.push(text);
  }

  /** Runs `action`; complaints that match `pattern` are expected while it runs. */
  async allowing(pattern, action) {
    this.#allowed.push(pattern);
    try {
      return await action();
    } finally {
      // Console messages arrive a little after what caused them.
      await new Promise((resolve) => setTimeout(resolve, 100));
      this.#allowed.splice(this.#allowed.lastIndexOf(pattern), 1);
    }
  }

  get complaints() {
    return [...this.#complaints];
  }
}

/** A document answered with this status, which Chromium reports as a console error. */
export const status = (code) => new RegExp(`^console error: Failed to load resource: .* status of ${code} `);
