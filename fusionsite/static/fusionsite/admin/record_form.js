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
const recordForm = document.querySelector('#content-main > form[id$="_form"]');
if (recordForm) {
  let changed = Boolean(recordForm.querySelector(".errorlist"));
  const note = () => {
    changed = true;
  };
  for (const kind of ["input", "change", "formset:added", "formset:removed"]) {
    document.addEventListener(kind, note);
  }
  document.addEventListener("prose-editor:ready", (event) => {
    event.detail.editor.on("update", note);
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !recordForm.dataset.sent) {
      event.preventDefault();
    }
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      const save = recordForm.querySelector('[name="_save"]');
      if (save) {
        recordForm.requestSubmit(save);
      }
    }
  });
}
