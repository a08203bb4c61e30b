// A click on a mark shows its card beside the text without loading the page again; without this file it loads it.
document.addEventListener("click", async event => {
  const mark = event.target.closest?.(".text a.m");
  const card = document.getElementById("card");
  if (!mark || !card || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const address = new URL(mark.href);
  const answer = await fetch(address.pathname + "/card" + address.search);
  if (!answer.ok) { location.href = mark.href; return; }
  card.innerHTML = await answer.text();
  const record = address.searchParams.get("record");
  for (const other of document.querySelectorAll(".text .m"))
    other.classList.toggle("lit", new URL(other.href).searchParams.get("record") === record);
  history.replaceState(null, "", address.pathname + address.search + "#" + record);
  if (matchMedia("(max-width: 58rem)").matches) card.scrollIntoView({ block: "nearest", behavior: "smooth" });
});
// A click elsewhere closes the list of languages.
document.addEventListener("click", event => {
  for (const open of document.querySelectorAll("details.tongues[open]"))
    if (!open.contains(event.target)) open.open = false;
});
