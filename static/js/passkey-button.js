// <passkey-button kind="add | confirm | sign-in" options="id of a json_script">: its button, inside a
// form with a field named "credential", asks the device for a passkey and sends the form.
// The options of "sign-in" are fetched when the button is pressed, from the form's own address.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const withBytes = (credentials = []) => credentials.map((one) => ({ ...one, id: bytes(one.id) }));

// The names of WebAuthn Level 3, section 5.1: older browsers have no toJSON() of their own.
async function create({ publicKey }) {
  const credential = await navigator.credentials.create({ publicKey: {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: withBytes(publicKey.excludeCredentials),
    authenticatorSelection: {
      ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required",
    },
    extensions: { ...publicKey.extensions, credProps: true },
  } });
  return asJson(credential, {
    clientDataJSON: text(credential.response.clientDataJSON),
    attestationObject: text(credential.response.attestationObject),
    transports: credential.response.getTransports?.() ?? [],
  });
}

async function get({ publicKey }) {
  const credential = await navigator.credentials.get({ publicKey: {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    allowCredentials: withBytes(publicKey.allowCredentials),
  } });
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  return asJson(credential, {
    clientDataJSON: text(clientDataJSON),
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

function asJson(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

class PasskeyButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      if (event.target.closest("button")) this.ask(event.target.closest("button"));
    });
  }

  async ask(button) {
    const form = this.closest("form");
    for (const words of this.querySelectorAll("[role=alert]")) words.hidden = true;
    if (!window.PublicKeyCredential) {
      this.querySelector("[data-unknown]").hidden = false;
      return;
    }
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    try {
      const credential = await (this.getAttribute("kind") === "add" ? this.add() : this.confirm(form));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (problem) {
      // Cancelled, timed out, or nothing that fits: the person may try again.
      console.warn(problem);
      this.querySelector("[data-failed]").hidden = false;
      button.removeAttribute("aria-busy");
    }
  }

  async add() {
    return create(this.options().creation_options);
  }

  async confirm(form) {
    if (this.hasAttribute("options")) return get(this.options().request_options);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    return get((await answer.json()).request_options);
  }

  options() {
    return JSON.parse(document.getElementById(this.getAttribute("options")).textContent);
  }
}
customElements.define("passkey-button", PasskeyButton);
