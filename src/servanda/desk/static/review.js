// Review by keys: j and k go to the next and the one before, a accepts, r rejects, u undoes, e goes to the first field.
document.addEventListener("keydown", event => {
  const field = event.target.closest?.("input, select, textarea");
  if (event.key === "Escape" && field) { field.blur(); return; }
  if (field && field.type !== "checkbox" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "e") {
    const first = document.querySelector("[data-edit]");
    if (first) { event.preventDefault(); first.focus(); first.select(); }
    return;
  }
  const target = document.querySelector(`.fields [data-key="${CSS.escape(event.key)}"]:not([disabled])`)
    ?? document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([disabled])`);
  if (target) { event.preventDefault(); target.click(); }
});
document.getElementById("quote")?.scrollIntoView({ block: "nearest" });
const all = document.querySelector("[data-all]");
if (all) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const boxes = [...document.querySelectorAll(".waiting input[type=checkbox]")];
    const wanted = boxes.some(box => !box.checked);
    for (const box of boxes) box.checked = wanted;
  });
}
