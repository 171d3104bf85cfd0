"use strict";

// While a name is typed: organisations that may be meant, as links below the field.
const PAUSE = 400;

function showAlike(box, heading, alike) {
  box.replaceChildren();
  box.hidden = !alike.length;
  if (!alike.length) {
    return;
  }
  const title = document.createElement("p");
  title.textContent = heading;
  const list = document.createElement("ul");
  for (const { name, reason, address } of alike) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = name;
    item.append(link, ` (${reason})`);
    list.append(item);
  }
  box.append(title, list);
}

document.addEventListener("DOMContentLoaded", () => {
  const name = document.querySelector("[data-alike]");
  const acronym = document.querySelector("#id_acronym");
  if (!name) {
    return;
  }
  const box = document.createElement("div");
  box.className = "fr-alike";
  box.setAttribute("role", "status");
  box.hidden = true;
  (name.closest(".form-row") ?? name.parentElement).append(box);
  let timer, asking;
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(name.dataset.alike, window.location.href);
    address.searchParams.set("name", name.value);
    address.searchParams.set("acronym", acronym?.value ?? "");
    address.searchParams.set("but", name.dataset.alikeBut);
    try {
      const response = await fetch(address, { signal: asking.signal, redirect: "error" });
      const { alike } = response.ok ? await response.json() : { alike: [] };
      showAlike(box, name.dataset.alikeHeading, alike);
    } catch {
      // Another letter was typed, or the network is away: the form works without.
    }
  };
  for (const field of [name, acronym]) {
    field?.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
  }
});
