"use strict";
// Sends a form with files through htmx and shows how far it is. Without this script the form is a plain form.
(() => {
  const form = () => document.querySelector("form[data-upload]");
  const isOurs = (event) => event.detail.elt === form();
  let told = -1;

  function box() {
    let found = document.getElementById("upload-progress");
    if (!found) {
      found = document.createElement("div");
      found.id = "upload-progress";
      found.className = "upload";
      const bar = document.createElement("progress");
      bar.max = 100;
      bar.setAttribute("aria-label", form().dataset.progress);
      const words = document.createElement("p");
      words.setAttribute("role", "status");
      found.append(bar, words);
      form().querySelector(".save-bar").before(found);
    }
    return found;
  }

  function tell(words, percent) {
    const shown = box();
    shown.querySelector("progress").hidden = percent === null;
    if (percent !== null) shown.querySelector("progress").value = percent;
    shown.querySelector("p").textContent = words;
  }

  const hasFiles = () =>
    [...form().querySelectorAll("input[type=file]")].some((input) => input.files.length);

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!isOurs(event) || !hasFiles()) return;
    told = 0;
    tell(form().dataset.sending.replace("{percent}", "0"), 0);
  });
  document.addEventListener("htmx:xhr:progress", (event) => {
    if (!isOurs(event) || told < 0 || !event.detail.lengthComputable) return;
    const percent = Math.floor((100 * event.detail.loaded) / event.detail.total);
    box().querySelector("progress").value = percent;
    // A screen reader hears quarters only.
    if (percent >= 100) tell(form().dataset.checking, 100);
    else if (percent >= told + 25) {
      told = percent - (percent % 25);
      tell(form().dataset.sending.replace("{percent}", String(told)), percent);
    }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig?.elt !== form()) return;
    const xhr = event.detail.xhr;
    if (xhr.responseURL && new URL(xhr.responseURL).pathname !== location.pathname) {
      // We were led elsewhere, such as to log in: go there.
      event.detail.shouldSwap = false;
      location.assign(xhr.responseURL);
    } else if ([403, 409, 422].includes(xhr.status)) {
      // The same page with its errors.
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      if (isOurs(event)) tell(form().dataset.failed, null);
    });
  }
})();
