"use strict";

// A form that is on its way is not sent again by a second click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
  } else if (!event.defaultPrevented) {
    form.dataset.sent = "yes";
  }
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
  }
});

// The rich text editor takes the place of a textarea: its label and help become the editor's.
document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  const box = editor.view.dom;
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-multiline", "true");
  if (label) {
    label.id = `${textarea.id}_label`;
    box.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => editor.commands.focus());
  }
  const description = textarea.getAttribute("aria-describedby");
  if (description) {
    box.setAttribute("aria-describedby", description);
  }
});

// What was typed and not saved is not lost without a question; Ctrl-S (or Cmd-S) saves the draft.
let unsaved = false;
const noteChange = (event) => {
  if (event.target instanceof Element && event.target.closest('form[id$="_form"]')) {
    unsaved = true;
  }
};
for (const kind of ["input", "change", "formset:added", "formset:removed"]) {
  document.addEventListener(kind, noteChange);
}
document.addEventListener("DOMContentLoaded", () => {
  // A form that came back with errors holds what is saved nowhere.
  unsaved = Boolean(document.querySelector("#content-main .errorlist"));
  // What is chosen from a list that looks things up is told to jQuery alone.
  window.django?.jQuery?.(document).on("change", ".admin-autocomplete", () => {
    unsaved = true;
  });
});
document.addEventListener("prose-editor:ready", (event) => {
  event.detail.editor.on("update", () => {
    unsaved = true;
  });
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved && !document.querySelector("form[data-sent]")) {
    event.preventDefault();
  }
});
document.addEventListener("keydown", (event) => {
  const save = document.querySelector('[name="_save"]');
  if (save && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    save.form.requestSubmit(save);
  }
});
