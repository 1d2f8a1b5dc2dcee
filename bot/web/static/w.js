// A conversation in one element, <w-chat>, and one gesture to leave. No dependency. Nothing is stored: the
// token lives in a closure and dies with the page. Served with its style sheet filled in (bot/web/assets.py).
(() => {
  "use strict";
  const script = document.currentScript;
  const BASE = script && script.src ? script.src.replace(/\/static\/w\.js.*$/, "") : location.origin;
  const EXIT = "__EXIT__", CSS = "__CSS__", GRACE = 5000, PATIENCE = 25000;

  const WORDS = {
    fr: {
      out: "Quitter vite", more: n => `Maj : encore ${n} fois pour quitter.`, esc: "Échap : encore une fois pour quitter.", expired: "Rien n'a été quitté.",
      traces: "Ce qui s'efface, ce qui reste",
      lines: [
        "« Quitter vite », la touche Maj trois fois ou Échap deux fois : tout s'efface ici et chez nous, puis la météo s'affiche.",
        "L'historique du navigateur garde l'adresse de cette page, pas ce qui est écrit. On peut l'enlever : Historique, puis Supprimer.",
        "Une fenêtre privée (« navigation privée ») ne garde pas d'historique sur l'appareil. Si quelqu'un surveille ce téléphone, un autre appareil est plus sûr."
      ],
      erase: "Tout effacer", erased: "C'est effacé, ici et chez nous.", log: "Conversation", label: "Message", send: "Envoyer",
      hint: "Sans nom, en mots simples.", choices: "Réponses possibles",
      fast: "Pour partir vite : « Quitter vite », ou la touche Maj trois fois.",
      hello: "Allo. Qu'est-ce qui aiderait en ce moment?",
      waiting: "Réponse en cours.", call: "Appeler", text: "Texter", confirm: "à confirmer", why: "Pourquoi ici", line: "Une ligne qui répond",
      details: "Détails", hours: "Heures", cost: "Coût", site: "Ouvrir le site", copy: "Copier", copied: "Copié.", print: "Imprimer", open: "Ouvert maintenant", closed: "Fermé maintenant",
      lost: "La connexion ne répond pas. Le message reste dans la boîte. En danger : 911. Parler à quelqu'un : 811.", retry: "Réessayer",
      redacted: "Par prudence, un renseignement personnel a été caché. Pas besoin d'en donner.", fresh: "La conversation d'avant a été effacée. Réponse au dernier message :",
      write: "Écrire", reduce: "Réduire"
    },
    en: {
      out: "Leave quickly", more: n => `Shift: press ${n} more time${n > 1 ? "s" : ""} to leave.`, esc: "Escape: press once more to leave.", expired: "Still here.",
      traces: "What is erased, what stays",
      lines: [
        "“Leave quickly”, Shift three times or Escape twice: everything is erased here and on our side, then a weather page opens.",
        "Your browser's history keeps the address of this page, not what is written. You can remove it: History, then Delete.",
        "A private window keeps no history on the device. If somebody watches this phone, another device is safer."
      ],
      erase: "Erase everything", erased: "Erased, here and on our side.", log: "Conversation (in French)", label: "Your message", send: "Send",
      hint: "No name needed. Answers in French.", choices: "Possible answers",
      fast: "“Leave quickly”, or Shift three times.",
      hello: "Allo. Qu'est-ce qui aiderait en ce moment? (You can write in English.)",
      waiting: "Answer coming.", call: "Call", text: "Text", confirm: "to confirm", why: "Why this one", line: "A line that answers",
      details: "Details", hours: "Hours", cost: "Cost", site: "Open the website", copy: "Copy", copied: "Copied.", print: "Print", open: "Open now", closed: "Closed now",
      lost: "The connection does not answer. Your message stays in the box. In danger: 911. To talk to someone: 811.", retry: "Try again",
      redacted: "To be safe, a personal detail was hidden. No need to give any.", fresh: "The earlier conversation was erased. This answers your last message.",
      write: "Write", reduce: "Minimise"
    }
  };

  const START = ["Un endroit où dormir", "Parler à quelqu'un", "Je veux de l'aide, je ne sais pas par où commencer", "J'aide une proche"];

  // --- Leaving -------------------------------------------------------------------------------------------------
  const chats = new Set();
  let said = 0;
  const end = token => fetch(BASE + "/api/conversations", {
    method: "DELETE", headers: { Authorization: "Bearer " + token }, keepalive: true, credentials: "omit", referrerPolicy: "no-referrer"
  }).catch(() => {});
  const link = () => document.querySelector("a[data-out]");
  let gone = false;
  const leave = url => {
    if (gone) return;
    gone = true;
    const to = url || [...chats].map(c => c.exit)[0] || (link() && link().href) || EXIT;
    chats.forEach(c => c.forget());
    const hidden = document.querySelector("input[name=token]");
    if (hidden && hidden.value) end(hidden.value);
    // Fields first: a browser that restores forms must find them empty.
    document.querySelectorAll("textarea, input:not([type=hidden])").forEach(f => { f.value = ""; });
    while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
    // In a frame the whole tab must go. A browser may refuse it: then at least the frame goes.
    try { window.top.location.replace(to); } catch (_) { location.replace(to); }
  };

  let shifts = 0, escapes = 0, tainted = false, timer = 0;
  const tell = (sentence, lang) => {
    chats.forEach(c => c.announce(sentence ? sentence(c.words) : ""));
    const place = document.querySelector("[data-status]");
    if (place) place.textContent = sentence ? sentence(WORDS[lang || "fr"]) : "";
  };
  const reset = () => { shifts = escapes = 0; clearTimeout(timer); };
  const expire = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { reset(); tell(w => w.expired); setTimeout(() => { if (!shifts && !escapes) tell(null); }, GRACE); }, GRACE);
  };
  document.addEventListener("keydown", e => {
    if (e.key === "Shift") { if (!e.repeat) tainted = e.ctrlKey || e.altKey || e.metaKey; } else { tainted = true; }
  }, true);
  document.addEventListener("keyup", e => {
    if (e.isComposing || !e.key) return;
    if (e.key === "Shift" && !tainted) {
      escapes = 0;
      if (++shifts >= 3) return leave();
      tell(w => w.more(3 - shifts)); expire();
    } else if (e.key === "Escape" && !e.shiftKey) {
      shifts = 0;
      if (++escapes >= 2) return leave();
      tell(w => w.esc); expire();
    } else if (shifts || escapes) { reset(); tell(null); }
  }, true);
  // Shift and a click selects text: it is not a press.
  document.addEventListener("pointerdown", () => { tainted = true; reset(); }, true);
  document.addEventListener("click", e => {
    const a = e.target.closest && e.target.closest("a[data-out]");
    if (a) { e.preventDefault(); leave(a.href); }
  });
  // Coming back shows a new, empty page, never the old one.
  window.addEventListener("pageshow", e => { if (e.persisted) location.reload(); });
  // Closing the tab or going elsewhere ends the conversation too.
  window.addEventListener("pagehide", () => chats.forEach(c => c.forget()));

  // --- Small tools ---------------------------------------------------------------------------------------------
  // textContent only: nothing that is said can become markup.
  const el = (tag, cls, text, ...kids) => {
    const node = document.createElement(tag);
    if (cls) node.className = cls;
    if (text) node.textContent = text;
    kids.forEach(k => k && node.appendChild(k));
    return node;
  };
  const clear = node => { while (node.firstChild) node.removeChild(node.firstChild); };
  const button = (cls, text, act) => { const b = el("button", cls, text); b.type = "button"; b.addEventListener("click", act); return b; };
  const dial = (number, sms) => {
    const digits = number.replace(/\D/g, "");
    return (sms ? "sms:" : "tel:") + (digits.length === 10 ? "+1" : digits.length === 11 ? "+" : "") + digits;
  };
  const NUMBER = /(?:\b1[\s-])?\(?\b\d{3}\)?[\s-]\d{3}[\s-]\d{4}\b|\b(?:[2-9]11|988|\d{6})\b/g;
  const withLinks = (node, text) => {
    let from = 0;
    text.replace(NUMBER, (number, at) => {
      node.appendChild(document.createTextNode(text.slice(from, at)));
      const a = el("a", "", number);
      a.href = dial(number, /^\d{6}$/.test(number));
      node.appendChild(a);
      from = at + number.length;
    });
    node.appendChild(document.createTextNode(text.slice(from)));
    return node;
  };
  const STATE = /^(ouvert|fermé|répond jour)/;
  const capital = s => s.charAt(0).toUpperCase() + s.slice(1);

  class Chat extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) { chats.add(this); return; }
      if (!this.getAttribute("mode")) this.setAttribute("mode", "inline");
      const root = this.attachShadow({ mode: "open" });
      if ("adoptedStyleSheets" in root) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(CSS);
        root.adoptedStyleSheets = [sheet];
      } else { root.appendChild(el("style", "", CSS)); }
      this.words = WORDS[this.getAttribute("lang")] || WORDS.fr;
      this.build(root);
      chats.add(this);
      this.start();
      // What was typed into the page before this script came is not lost.
      const early = this.querySelector("textarea");
      if (early) { this.field.value = early.value; if (document.activeElement === early) this.field.focus(); }
      clear(this);
    }

    disconnectedCallback() { chats.delete(this); if (!gone) this.forget(); }

    get exit() { return this.getAttribute("exit") || EXIT; }

    build(root) {
      const w = this.words, mode = this.getAttribute("mode");
      this.out = el("a", "out", w.out);
      Object.assign(this.out, { href: this.exit, rel: "nofollow noreferrer", target: "_top" });
      this.out.addEventListener("click", e => { e.preventDefault(); leave(this.exit); });
      this.status = el("p", "sr"); this.status.setAttribute("role", "status");
      this.log = el("div", "log");
      this.log.setAttribute("role", "log"); this.log.setAttribute("aria-live", "polite"); this.log.setAttribute("aria-label", w.log);
      this.log.lang = "fr-CA";
      this.offer = el("div");
      this.dots = el("div", "wait", "", el("i"), el("i"), el("i")); this.dots.setAttribute("aria-hidden", "true");
      this.field = el("textarea");
      Object.assign(this.field, { id: "f", rows: 1, maxLength: 4000, spellcheck: false, autocomplete: "off" });
      this.field.setAttribute("enterkeyhint", "send"); this.field.setAttribute("aria-describedby", "h");
      const label = el("label", "", w.label); label.htmlFor = "f";
      const hint = el("p", "hint", w.hint); hint.id = "h";
      const submit = el("button", "", w.send); submit.type = "submit";
      this.form = el("form", "write", "", label, hint, this.field, submit);
      this.form.autocomplete = "off";
      this.form.addEventListener("submit", e => { e.preventDefault(); this.typed(); });
      this.field.addEventListener("keydown", e => {
        if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); this.typed(); }
      });
      const lines = el("ul"); w.lines.forEach(line => lines.appendChild(el("li", "", line)));
      if (mode === "page") {
        const about = el("li");
        // In a tab of its own: leaving this page would end the conversation.
        [["Ressources", ""], ["Confidentialité", "/confidentialite"]].forEach(([text, path]) => {
          const a = el("a", "plain", text); Object.assign(a, { href: BASE + "/ressources" + path, target: "_blank", rel: "noopener" });
          about.appendChild(a); about.appendChild(document.createTextNode(" "));
        });
        lines.appendChild(about);
      }
      const traces = el("details", "traces", "", el("summary", "", w.traces), lines);
      const top = el("div", "top", "", mode === "page" ? this.out : null, button("plain", w.erase, () => this.erase()));
      this.panel = el("div", "w", "", top, this.status, traces, el("div", "talk", "", this.log, this.offer, this.dots), this.form);
      this.panel.setAttribute("role", "group"); this.panel.setAttribute("aria-label", w.log);
      if (this.getAttribute("lang") === "en") this.panel.lang = "en";
      if (mode !== "page") { this.out.classList.add("fixed"); root.appendChild(this.out); }
      root.appendChild(this.panel);
      if (mode === "float") {
        const launch = button("launch", this.getAttribute("label") || w.write, () => { show(true); this.field.focus(); });
        const show = on => { this.panel.hidden = !on; launch.hidden = on; this.out.hidden = !on && !this.token; };
        top.appendChild(button("plain", w.reduce, () => { show(false); launch.focus(); }));
        root.appendChild(launch);
        show(this.hasAttribute("open"));
      }
    }

    announce(text) { this.status.textContent = text; }

    start() {
      const w = this.words;
      clear(this.log);
      this.log.appendChild(el("p", "hint", w.fast));
      this.say(w.hello, "hello");
      this.choices(START.map(title => ({ title, act: () => this.send({ text: title }, title) })));
    }

    /** Erases here and on the server; safe to call at any moment, twice too. */
    forget() {
      if (this.abort) this.abort.abort();
      if (this.token) end(this.token);
      this.token = null;
      this.field.value = "";
      clear(this.log); clear(this.offer);
      this.announce("");
    }

    erase() { this.forget(); this.start(); this.announce(this.words.erased); this.field.focus(); }

    say(text, cls) { return this.log.appendChild(withLinks(el("div", "say" + (cls ? " " + cls : "")), text)); }

    choices(list) {
      clear(this.offer);
      if (!list.length) return;
      const ol = el("ol", "choices");
      ol.setAttribute("aria-label", this.words.choices);
      list.forEach((c, i) => {
        const b = button("", "", () => c.act());
        b.appendChild(el("i", "", String(i + 1)));
        b.appendChild(el("span", "", c.title));
        ol.appendChild(el("li", "", "", b));
      });
      ol.lang = "fr-CA";
      this.offer.appendChild(ol);
    }

    card(s) {
      const w = this.words, hours = /^non précis/i.test(s.hours || "") ? "" : s.hours, state = s.reasons.filter(r => STATE.test(r))[0], why = s.reasons.filter(r => r !== state);
      const box = el("article", "card");
      if (s.line) box.appendChild(el("p", "kind", w.line));
      box.appendChild(el("h2", "", s.name));
      const now = state ? capital(state) : s.open === true ? w.open : s.open === false ? w.closed : hours;
      if (now) box.appendChild(el("p", "state" + (s.open ? " open" : ""), now));
      const calls = el("ul", "calls");
      s.phones.forEach(p => {
        const sms = p.type === "sms", a = el("a", "go" + (sms ? " text" : ""), sms ? w.text : w.call, el("b", "", p.number));
        a.href = dial(p.number, sms);
        // A note about confirming a number is written for editors: two words say it.
        const note = /confirmer/i.test(p.note || "") ? w.confirm : [p.note, p.to_confirm ? w.confirm : ""].filter(Boolean).join(", ");
        calls.appendChild(el("li", "", "", a, note ? el("small", "", note) : null));
      });
      if (s.phones.length) box.appendChild(calls);
      if (why.length) {
        const list = el("ul", "why"); why.forEach(r => list.appendChild(el("li", "", r)));
        box.appendChild(el("h3", "", w.why)); box.appendChild(list);
      }
      if (s.verified) box.appendChild(el("p", "warn", capital(s.verified)));
      const facts = [["", s.description], [w.hours, hours], [w.cost, s.cost]].filter(f => f[1]);
      if (facts.length) {
        const more = el("details", "", "", el("summary", "", w.details));
        more.open = Boolean(s.full);
        facts.forEach(f => more.appendChild(el("p", "", (f[0] && f[0] + " : ") + f[1])));
        box.appendChild(more);
      }
      const words = [s.name, now].concat(s.phones.map(p => (p.type === "sms" ? w.text : w.call) + " " + p.number), hours, s.website).filter(Boolean).join("\n");
      const tools = el("div", "tools", "", button("", w.copy, () => this.copy(words)), button("", w.print, () => this.print(box)));
      if (s.website) {
        const a = el("a", "", w.site); Object.assign(a, { href: s.website, target: "_blank", rel: "noopener noreferrer" });
        if (/^https?:/.test(a.href)) tools.appendChild(a);
      }
      // "Copy" alone says nothing in a list of five cards.
      [...tools.children].forEach(t => t.setAttribute("aria-label", t.textContent + ", " + s.name));
      box.appendChild(tools);
      return box;
    }

    copy(words) {
      const done = () => this.announce(this.words.copied);
      const old = () => {
        const area = el("textarea", "sr"); area.value = words; this.panel.appendChild(area); area.select();
        document.execCommand("copy"); this.panel.removeChild(area); done();
      };
      if (navigator.clipboard) navigator.clipboard.writeText(words).then(done, old); else old();
    }

    // Prints one card: the rest of the page, ours or the host's, is hidden while the printer looks.
    print(box) {
      this.panel.classList.add("one"); box.classList.add("this");
      const mine = this.getAttribute("mode") !== "page" && "adoptedStyleSheets" in document ? new CSSStyleSheet() : null;
      if (mine) {
        mine.replaceSync("@media print{body *{visibility:hidden!important}w-chat{visibility:visible!important;position:absolute;top:0;left:0}}");
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, mine];
      }
      window.print();
      this.panel.classList.remove("one"); box.classList.remove("this");
      if (mine) document.adoptedStyleSheets = document.adoptedStyleSheets.filter(sheet => sheet !== mine);
    }

    typed() {
      const text = this.field.value.trim();
      if (!text || this.busy) return;
      this.field.value = "";
      this.send({ text }, text, true);
    }

    async ask(method, path, body, key) {
      const headers = { "Content-Type": "application/json", "Idempotency-Key": key || "" };
      if (this.token) headers.Authorization = "Bearer " + this.token;
      const late = setTimeout(() => this.abort.abort(), PATIENCE);
      try {
        const answer = await fetch(BASE + path, {
          method, headers, body: JSON.stringify(body || {}), credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", signal: this.abort.signal
        });
        return { status: answer.status, body: await answer.json() };
      } finally { clearTimeout(late); }
    }

    async open() { this.token = (await this.ask("POST", "/api/conversations")).body.token; }

    // A line that breaks or a server that restarts is tried once more, under the same number: answered once.
    async tell(body) {
      const key = ++said, ask = () => this.ask("POST", "/api/messages", body, key);
      try {
        const answer = await ask();
        if (answer.status < 502) return answer;
      } catch (problem) { if (problem.name === "AbortError") throw problem; }
      await new Promise(done => setTimeout(done, 300));
      return ask();
    }

    async send(body, shown, typed) {
      if (this.busy) return;
      const w = this.words, abort = this.abort = new AbortController();
      this.busy = true;
      this.announce(w.waiting);
      if (this.wrong) { this.wrong.remove(); this.wrong = null; }
      const before = [...this.offer.childNodes];
      clear(this.offer);
      const mine = this.log.appendChild(el("p", "me", shown));
      this.dots.classList.add("on");
      mine.scrollIntoView({ block: "nearest" });
      try {
        if (!this.token) await this.open();
        let answer = await this.tell(body);
        if (answer.status === 404) {
          // The server was restarted or half an hour went by: the last message is not lost.
          this.token = null; clear(this.log); this.log.appendChild(mine);
          this.log.appendChild(el("p", "note", w.fresh));
          await this.open();
          answer = await this.tell({ text: shown });
        }
        if (abort.signal.aborted) return;
        if (answer.status !== 200) throw new Error(answer.body.error && answer.body.error.message);
        this.show(answer.body, mine, typed);
      } catch (problem) {
        if (gone || !mine.isConnected) return;
        mine.remove();
        before.forEach(node => this.offer.appendChild(node));
        if (typed) this.field.value = [shown, this.field.value].filter(Boolean).join("\n");
        const known = problem instanceof Error && !(problem instanceof TypeError) && !(problem instanceof SyntaxError) && problem.name === "Error" && problem.message;
        const sentence = known || w.lost;
        this.wrong = this.log.appendChild(el("div", "wrong", "", withLinks(el("p"), sentence), button("go text", w.retry, () => {
          if (typed) this.typed(); else this.send(body, shown);
        })));
        this.wrong.scrollIntoView({ block: "nearest" });
        this.announce("");
      } finally {
        if (this.abort === abort) { this.busy = false; this.dots.classList.remove("on"); }
      }
    }

    show(reply, mine, typed) {
      if (reply.leave) return leave(this.exit);
      if (reply.forgotten) { this.token = null; clear(this.log); }
      if (reply.echo) { mine.textContent = reply.echo; if (mine.isConnected) this.log.appendChild(el("p", "note", this.words.redacted)); }
      this.announce("");
      let first = null;
      const list = [];
      reply.messages.forEach(m => {
        if (m.text) { const p = this.say(m.text, m.safety ? "danger" : ""); first = first || p; }
        m.services.forEach(s => { const c = this.log.appendChild(this.card(s)); first = first || c; });
        m.choices.forEach(c => list.push({ title: c.title, act: () => this.send({ choice: c.id }, c.title) }));
      });
      this.choices(list);
      const target = mine.isConnected ? mine : first;
      if (target) target.scrollIntoView({ block: "start" });
      // The button she pressed is gone: the focus goes to the answer, not to the top of the page.
      if (!typed && first) { first.tabIndex = -1; first.focus({ preventScroll: true }); }
    }
  }

  if (window.customElements && !customElements.get("w-chat")) {
    customElements.define("w-chat", Chat);
    // One script tag is enough: data-mode puts the element in by itself.
    if (script && script.dataset.mode && !document.querySelector("w-chat")) {
      const put = () => {
        const chat = document.createElement("w-chat");
        ["mode", "lang", "exit", "theme", "label"].forEach(name => { if (script.dataset[name]) chat.setAttribute(name, script.dataset[name]); });
        document.body.appendChild(chat);
      };
      if (document.body) put(); else document.addEventListener("DOMContentLoaded", put);
    }
  }
})();
