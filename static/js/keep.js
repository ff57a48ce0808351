// Keeps what is typed into a section until the service has confirmed it, says so when a saving fails, and offers the
// text back. Words come from templates on the page. Without this file every section is saved by its buttons as well.
// A copy holds one person's text of one opened page, for a week at most. It goes when the text has been saved, when
// the person logs out, and when somebody else logs in: machines are shared.
"use strict";
(() => {
  const PREFIX = "pilottihaku.kept:";
  const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
  const WAITS_MS = [5000, 10000, 20000, 40000, 60000]; // before trying again; the last one repeats
  const LONGEST_TYPING_MS = 30000; // who never pauses is saved all the same
  const NOT_TEXT = new Set(["csrfmiddlewaretoken", "writer", "copy", "seen"]);
  let leaving = false;
  const person = document.body.dataset.person || "";

  // A browser may refuse to keep anything (private windows, a full store): every use has to bear that.
  const store = {
    all() {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
      } catch {
        return [];
      }
    },
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
    remove(key) {
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was kept, so there is nothing to remove.
      }
    },
  };

  function helsinki(at, options) {
    return new Intl.DateTimeFormat("fi-FI", { timeZone: "Europe/Helsinki", ...options }).format(at);
  }
  const clock = (at) => helsinki(at, { hour: "numeric", minute: "2-digit" });
  const moment = (at) => `${helsinki(at, { day: "numeric", month: "numeric", year: "numeric" })} ${clock(at)}`;

  // What is too old, another person's, or confirmed as saved by the answer to a press of a button.
  function sweep() {
    const saved = document.cookie.match(/(?:^|; )saved_copy=([0-9a-f]+)/)?.[1];
    for (const key of store.all()) {
      const copy = store.read(key);
      const foreign = person && !key.startsWith(`${PREFIX}${person}:`);
      const old = !copy || !(Date.now() - copy.at < WEEK_MS);
      if (foreign || old || (saved && key.endsWith(`:${saved}`))) store.remove(key);
    }
    if (saved) document.cookie = "saved_copy=; Max-Age=0; Path=/; SameSite=Lax";
  }

  function forgetAtLogOut() {
    const out = document.querySelector("form[data-unsaved]");
    out?.addEventListener("submit", (event) => {
      leaving = !store.all().length || window.confirm(out.dataset.unsaved);
      if (leaving) store.all().forEach((key) => store.remove(key));
      else event.preventDefault();
    });
  }

  function randomName() {
    return [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, "0")).join("");
  }

  class Section {
    constructor(form) {
      this.form = form;
      this.words = (name) => document.getElementById(name).content.cloneNode(true);
      this.place = `${PREFIX}${person}:${form.dataset.keep}:`;
      // An answer to a press of a button goes on with the copy of the page that was pressed.
      const name = form.dataset.copy || randomName();
      this.key = this.place + name;
      this.confirmed = this.typed();
      this.tries = 0;
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name: "copy", value: name });
      form.append(hidden);
      if ("stored" in form.dataset) this.offer();
      else this.keep(); // an answer that was not saved: what it shows is kept until it is
      this.listen();
    }

    fields() {
      return [...new FormData(this.form)].filter(([name, value]) => !NOT_TEXT.has(name) && typeof value === "string");
    }

    typed() {
      return JSON.stringify(this.fields());
    }

    // Not form.elements: a field that is itself called "elements" stands in its place.
    control(name) {
      return this.form.querySelector(`[name="${CSS.escape(name)}"]`);
    }

    get unsaved() {
      return this.typed() !== this.confirmed;
    }

    keep() {
      clearTimeout(this.keeping);
      if (leaving) return;
      const copy = { at: Date.now(), seen: this.control("seen").value, fields: this.fields() };
      this.kept = store.write(this.key, copy);
    }

    listen() {
      const { form } = this;
      form.addEventListener("input", () => {
        clearTimeout(this.keeping);
        this.keeping = setTimeout(() => this.keep(), 300);
        this.longest ||= setTimeout(() => this.save(), LONGEST_TYPING_MS);
      });
      window.addEventListener("pagehide", () => this.unsaved && this.keep());
      window.addEventListener("online", () => this.retrying && this.save());
      form.addEventListener("submit", (event) => this.press(event));
      form.addEventListener("htmx:beforeRequest", (event) => this.ours(event) && this.begin(event));
      form.addEventListener("htmx:beforeSwap", (event) => this.ours(event) && this.answer(event));
      form.addEventListener("htmx:afterRequest", (event) => this.ours(event) && this.end(event));
    }

    ours(event) {
      return event.detail.requestConfig?.elt === this.form;
    }

    save() {
      clearTimeout(this.retrying);
      this.retrying = null;
      if (window.htmx && this.unsaved) window.htmx.trigger(this.form, "keep:again");
    }

    begin(event) {
      // Once somebody else has saved, only a person can say which text stands.
      if (this.stopped) return event.preventDefault();
      clearTimeout(this.longest);
      this.longest = null;
      this.sending = this.typed();
      this.busy = true;
    }

    // An answer that says why nothing was saved is shown as it is.
    answer(event) {
      const { xhr } = event.detail;
      if (xhr.getResponseHeader("X-Saved")) {
        event.detail.shouldSwap = true;
        event.detail.isError = false;
      } else {
        event.detail.shouldSwap = false;
      }
    }

    end(event) {
      const { xhr } = event.detail;
      this.busy = false;
      const saved = xhr.getResponseHeader("X-Saved");
      if (saved === "all") this.confirm();
      else if (saved) this.stopped = xhr.status === 409;
      else this.fail(xhr.status);
      if (this.pressed) {
        // The button waited for the saving that was under way, or it would clash with it.
        const button = this.pressed;
        this.pressed = null;
        this.form.requestSubmit(button);
      }
    }

    confirm() {
      this.tries = 0;
      this.confirmed = this.sending;
      if (this.unsaved) this.keep();
      else {
        clearTimeout(this.keeping);
        store.remove(this.key);
      }
    }

    fail(status) {
      this.keep();
      const lost = status === 401 || status === 403;
      const refused = status >= 400 && status < 500 && !lost;
      const words = !this.kept ? "nowhere" : lost ? "session" : refused ? "refused" : "network";
      const alarm = this.words(`alarm-${words}`);
      alarm.querySelector("[data-clock]").textContent = clock(Date.now());
      document.getElementById("save-told").replaceChildren();
      document.getElementById("save-alarm").replaceChildren(alarm);
      if (lost || refused) return;
      const wait = WAITS_MS[Math.min(this.tries, WAITS_MS.length - 1)];
      this.tries += 1;
      this.retrying = setTimeout(() => this.save(), wait);
    }

    press(event) {
      if (this.busy) {
        event.preventDefault();
        this.pressed = event.submitter;
      } else if (this.unsaved) this.keep();
    }

    // Copies of earlier openings of this page whose text is not what is stored, the newest first.
    offer() {
      const stored = JSON.stringify(this.fields());
      const found = store.all().filter((key) => key.startsWith(this.place));
      const copies = found.map((key) => ({ key, ...store.read(key) }));
      for (const copy of copies) if (JSON.stringify(copy.fields) === stored) store.remove(copy.key);
      const [newest] = copies.filter((copy) => store.read(copy.key)).sort((one, other) => other.at - one.at);
      if (!newest) return;
      const shown = this.words("kept-offer");
      shown.querySelector("[data-when]").textContent = moment(newest.at);
      shown.querySelector("tbody").append(...this.rows(newest.fields));
      const box = shown.firstElementChild;
      shown.querySelector("[data-act=restore]").addEventListener("click", () => this.restore(newest));
      shown.querySelector("[data-act=discard]").addEventListener("click", () => {
        store.remove(newest.key);
        box.remove();
        this.offer();
      });
      this.form.before(shown);
    }

    rows(fields) {
      const texts = (pairs, name) => pairs.filter(([one]) => one === name).map(([, value]) => value);
      const now = this.fields();
      const names = new Set([...now, ...fields].map(([name]) => name));
      return [...names].flatMap((name) => {
        const [mine, theirs] = [texts(fields, name), texts(now, name)].map((list) => list.join("\n"));
        if (mine.replaceAll("\r", "") === theirs.replaceAll("\r", "")) return [];
        const row = this.words("kept-row");
        const control = this.control(name);
        row.querySelector("th").textContent = control?.labels?.[0]?.textContent.trim() ?? name;
        const [saved, kept] = row.querySelectorAll("span");
        [saved.textContent, kept.textContent] = [theirs || "–", mine || "–"];
        return [row];
      });
    }

    // By the ordinary way of saving, with the version that the text was based on: a clash shows both texts.
    restore(copy) {
      const form = document.createElement("form");
      Object.assign(form, { method: "post", action: this.form.action, hidden: true });
      const own = ["csrfmiddlewaretoken", "writer"].map((name) => [name, this.control(name).value]);
      const name = copy.key.slice(this.place.length);
      for (const [field, value] of [...own, ["seen", copy.seen], ["copy", name], ["save", "1"], ...copy.fields]) {
        const input = document.createElement("textarea"); // an input would lose the line breaks
        Object.assign(input, { name: field, value });
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    }
  }

  sweep();
  forgetAtLogOut();
  const form = document.querySelector("form[data-keep]");
  if (form && person) new Section(form);
})();
