"use strict";

// Asks a security key, and posts what it answers in the form's hidden field.
const toBytes = (text) => {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
};
const toText = (buffer) => {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
  return btoa(letters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};
const withBytes = (credentials) =>
  (credentials ?? []).map((credential) => ({ ...credential, id: toBytes(credential.id) }));

const readOptions = (form) => {
  const { publicKey } = JSON.parse(document.getElementById(form.dataset.options).textContent);
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (form.dataset.key === "create") {
    options.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
    options.excludeCredentials = withBytes(publicKey.excludeCredentials);
  } else {
    options.allowCredentials = withBytes(publicKey.allowCredentials);
  }
  return { publicKey: options };
};

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

const written = (credential) => {
  const response = {};
  for (const part of PARTS) {
    if (credential.response[part]) {
      response[part] = toText(credential.response[part]);
    }
  }
  if (credential.response.getTransports) {
    response.transports = credential.response.getTransports();
  }
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
};

const REASONS = { NotAllowedError: "refused", AbortError: "refused", InvalidStateError: "known" };

const ask = async (form) => {
  const said = form.querySelector("[data-key-said]");
  said.hidden = true;
  try {
    const credential = await navigator.credentials[form.dataset.key](readOptions(form));
    form.elements.credential.value = written(credential);
    form.submit();
  } catch (problem) {
    said.textContent = said.dataset[REASONS[problem.name] ?? "unable"];
    said.hidden = false;
  }
};

for (const button of document.querySelectorAll("[data-key-start]")) {
  button.addEventListener("click", () => ask(button.form));
}
// Return in the field of the name asks for the key too.
for (const form of document.querySelectorAll("form[data-key]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}
