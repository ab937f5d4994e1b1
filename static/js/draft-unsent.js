// On error pages and at the door: what was being sent did not arrive, so its draft stays.
try { sessionStorage.removeItem("draft-sent"); } catch { /* no store, no draft */ }
