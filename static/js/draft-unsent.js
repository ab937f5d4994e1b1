// On error pages and at the door: what was being sent did not arrive, so its draft stays. These
// pages wait for this file (it is no module): whoever leaves them at once keeps his words too.
try { sessionStorage.removeItem("draft-sent"); } catch { /* no store, no draft */ }
