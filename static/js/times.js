// Shows times as the clocks of the visitor have them, unless she has chosen a zone herself.
"use strict";

(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const list = document.querySelector(".zone__list");
  if (!zone || zone === list.value) return;
  const address = new URL(location.href);
  if (address.searchParams.has("zone")) return;
  address.searchParams.set("zone", zone);
  location.replace(address);
})();
