// Links in the frames open in a tab: no other page of this site lets itself be framed.
"use strict";

for (const frame of document.querySelectorAll(".look iframe")) {
  const lead = () => {
    for (const link of frame.contentDocument?.links ?? []) {
      if (link.closest(".leave")) link.removeAttribute("href"); // it would sign her out
      else if (!link.getAttribute("href").startsWith("#")) link.target = "_blank";
    }
  };
  frame.addEventListener("load", lead);
  lead(); // where it was there first
}
