// The button of a form with data-passkey asks the browser for a passkey: "create" makes one, "get" uses one.
// What is marked data-passkey-offer is shown only where the browser can do it.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const ids = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function ask(form, address, body) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function passkey(form) {
  const options = await ask(form, form.dataset.begin, {});
  options.challenge = bytes(options.challenge);
  options.excludeCredentials = ids(options.excludeCredentials);
  options.allowCredentials = ids(options.allowCredentials);
  if (options.user) options.user.id = bytes(options.user.id);
  const made = await navigator.credentials[form.dataset.passkey]({ publicKey: options });
  const response = { clientDataJSON: text(made.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = text(made.response[name]);
  }
  if (made.response.getTransports) response.transports = made.response.getTransports();
  const done = await ask(form, form.dataset.complete, {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment,
    clientExtensionResults: made.getClientExtensionResults(),
    response,
    next: form.elements.next ? form.elements.next.value : "",
  });
  window.location.assign(done.redirect_url);
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const failed = form.querySelector("[role=alert]");
    failed.hidden = true;
    passkey(form).catch(() => {
      failed.hidden = false;
    });
  });
}

for (const offer of document.querySelectorAll("[data-passkey-offer]")) {
  offer.hidden = !window.PublicKeyCredential;
}
