// The chat page. Nothing is stored: the token lives in this closure and dies with the page.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const log = $("log"), choices = $("choices"), form = $("form"), field = $("text"), leaveLink = $("leave");
  let token = null;
  let busy = false;

  const api = (method, path, body) => fetch(path, {
    method, credentials: "omit", cache: "no-store", keepalive: method === "DELETE",
    headers: { "Content-Type": "application/json", ...(token ? { Authorization: "Bearer " + token } : {}) },
    body: body ? JSON.stringify(body) : method === "POST" ? "{}" : undefined,
  });

  const add = (tag, cls, text, parent = log) => {
    const node = document.createElement(tag);
    if (cls) node.className = cls;
    if (text) node.textContent = text;
    parent.append(node);
    return node;
  };

  const phoneLink = (phone, parent) => {
    const a = add("a", "phone", (phone.type === "sms" ? "Texto " : "Appeler ") + phone.number, parent);
    a.href = (phone.type === "sms" ? "sms:" : "tel:") + phone.number.replace(/[^+\d]/g, "");
    a.rel = "noreferrer";
  };

  const showService = (service) => {
    const box = add("article", "service", "");
    add("h2", "", service.name, box);
    service.phones.forEach((phone) => phoneLink(phone, box));
    if (service.hours) add("p", "", service.hours, box);
    if (service.reasons.length) {
      const list = add("ul", "", "", box);
      service.reasons.forEach((reason) => add("li", "", reason, list));
    }
  };

  const show = (reply) => {
    choices.replaceChildren();
    let number = 0;
    reply.messages.forEach((message) => {
      if (message.text) add("p", "bot" + (message.safety ? " danger" : ""), message.text);
      message.services.forEach(showService);
      message.choices.forEach((choice) => {
        number += 1;
        const button = add("button", "", number + ". " + choice.title, choices);
        button.type = "button";
        button.addEventListener("click", () => { add("p", "me", choice.title); send({ choice: choice.id }); });
      });
    });
    if (reply.forgotten || reply.leave) token = null;
    if (reply.leave) leave();
    (choices.lastElementChild || log.lastElementChild)?.scrollIntoView({ block: "nearest" });
  };

  const open = async () => {
    const answer = await api("POST", "/api/conversations");
    token = (await answer.json()).token;
  };

  const send = async (body) => {
    if (busy) return;
    busy = true;
    try {
      if (!token) await open();
      let answer = await api("POST", "/api/messages", body);
      if (answer.status === 404 && body.text) { token = null; await open(); answer = await api("POST", "/api/messages", body); }
      const reply = await answer.json();
      if (answer.ok) { field.value = ""; show(reply); } else add("p", "bot", reply.error.message);
    } catch {
      add("p", "bot", "La connexion ne répond pas. Ce que tu as écrit est encore dans la boîte. En danger : 911.");
    } finally { busy = false; field.focus(); }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text || busy) return;
    add("p", "me", text);
    send({ text });
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); }
  });

  const leave = () => {
    document.body.replaceChildren();
    if (token) api("DELETE", "/api/conversations").catch(() => {});
    token = null;
    location.replace(leaveLink.href);
  };
  leaveLink.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  // Shift three times, each within five seconds; Shift used for a capital does not count.
  let presses = 0, timer = 0, other = false;
  document.addEventListener("keydown", (event) => { if (event.key !== "Shift") other = true; else other = false; }, true);
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") { if (!event.shiftKey) presses = 0; return; }
    if (other) { presses = 0; return; }
    presses += 1;
    clearTimeout(timer);
    timer = setTimeout(() => { presses = 0; }, 5000);
    if (presses >= 3) leave();
  }, true);
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  add("p", "bot", "Allo. Ici, pas besoin de dire ton nom. De quoi as-tu besoin, et dans quelle ville ou région es-tu?");
})();
