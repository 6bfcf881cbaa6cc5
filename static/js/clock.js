// Lets times be shown as the clocks of the visitor have them. It goes along with her number.
"use strict";

document.querySelector("input[name=zone]").value =
  Intl.DateTimeFormat().resolvedOptions().timeZone || "";
