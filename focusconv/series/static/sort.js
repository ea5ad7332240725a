// The list of firms in another order: a heading sorts by its column, what has most comes first.

const FIRMS = document.querySelector(".firms");

function sortFirms(heading) {
  const column = heading.cellIndex;
  const numbers = heading.classList.contains("number");
  const was = heading.getAttribute("aria-sort");
  const order = was ? (was === "ascending" ? "descending" : "ascending") : numbers ? "descending" : "ascending";
  for (const other of FIRMS.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", order);
  const said = (row) => row.cells[column].textContent;
  const number = (row) => Number(said(row).replaceAll(",", ""));
  const compare = numbers
    ? (one, other) => number(one) - number(other)
    : (one, other) => said(one).localeCompare(said(other), "en");
  const sign = order === "ascending" ? 1 : -1;
  const rows = [...FIRMS.tBodies[0].rows].sort((one, other) => sign * compare(one, other));
  FIRMS.tBodies[0].append(...rows);
}

for (const heading of FIRMS.tHead.rows[0].cells)
  heading.querySelector("button").addEventListener("click", () => sortFirms(heading));
