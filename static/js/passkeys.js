// Shows what needs a passkey where the browser knows them, asks for one, and sends its answer.
"use strict";

(() => {
  if (!window.PublicKeyCredential || !window.webauthnJSON) return;

  async function optionsFor(form) {
    const { options, challenge } = form.dataset;
    if (options) return JSON.parse(document.getElementById(options).textContent);
    const answer = await fetch(challenge, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  async function ask(form) {
    const device = form.dataset.passkey === "make" ? webauthnJSON.create : webauthnJSON.get;
    form.elements.credential.value = JSON.stringify(await device(await optionsFor(form)));
    form.submit();
  }

  for (const line of document.querySelectorAll("[data-without-passkeys]")) line.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const amiss = form.querySelector("[role=alert]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      amiss.hidden = true;
      ask(form).catch(() => {
        amiss.hidden = false;
      });
    });
  }
})();
