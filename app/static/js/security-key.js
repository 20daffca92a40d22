// A security key or passkey: asks the browser for it when somebody presses the button, and sends its answer with the form.
// Without scripts, or in a browser that knows no keys, the button stays hidden and the page says what works instead.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function register(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: named(options.excludeCredentials) };
  const key = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = key.response;
  const response = { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject), transports: key.response.getTransports?.() ?? [] };
  return { id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: {} };
}

async function signIn(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) };
  const key = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = key.response;
  const response = { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature), userHandle: userHandle ? text(userHandle) : null };
  return { id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: {} };
}

async function ask(event, form) {
  event.preventDefault();
  const status = form.querySelector("[data-lp-status]");
  const button = form.querySelector("button");
  status.textContent = form.dataset.lpWaiting;
  button.disabled = true;
  try {
    const options = JSON.parse(form.dataset.lpOptions);
    const answer = await (form.dataset.lpKey === "register" ? register(options) : signIn(options));
    form.elements.antwoord.value = JSON.stringify(answer);
    form.submit();
  } catch (problem) {
    button.disabled = false;
    status.textContent = problem.name === "InvalidStateError" ? form.dataset.lpKnown : form.dataset.lpFailed;
    button.focus();
  }
}

document.querySelectorAll("form[data-lp-key]").forEach((form) => {
  if (form.dataset.lpReady || !window.PublicKeyCredential || !navigator.credentials) return;
  form.dataset.lpReady = "1";
  form.hidden = false;
  document.querySelectorAll("[data-lp-without-key]").forEach((part) => { part.hidden = true; });
  form.addEventListener("submit", (event) => ask(event, form));
});
