const form = document.querySelector('form');
const rows = [...document.querySelectorAll('tbody tr')].map((row) => ({
  row,
  name: row.dataset.name.toLowerCase(),
  cells: [...row.children].slice(1).map((cell) => ({
    cell,
    roles: [...cell.children].map((role) => ({ role, scope: role.dataset.scope.toLowerCase(), name: role.dataset.role })),
  })),
}));
const heads = [...document.querySelectorAll('thead th')].slice(1);
const count = document.querySelector('output');

function filter() {
  const principal = form.principal.value.trim().toLowerCase();
  const scope = form.scope.value.trim().toLowerCase();
  const role = form.role.value;
  const shown = heads.map(() => false);
  let principals = 0;
  for (const { row, name, cells } of rows) {
    const named = name.includes(principal);
    let some = false;
    cells.forEach(({ roles }, column) => {
      for (const one of roles) {
        const fits = named && one.scope.includes(scope) && (role === '' || one.name === role);
        one.role.hidden = !fits;
        some ||= fits;
        shown[column] ||= fits;
      }
    });
    row.hidden = !some;
    principals += some ? 1 : 0;
  }
  heads.forEach((head, column) => { head.hidden = !shown[column]; });
  for (const { cells } of rows) {
    cells.forEach(({ cell }, column) => { cell.hidden = !shown[column]; });
  }
  count.textContent = `${principals} of ${rows.length} principals`;
}

form.addEventListener('input', filter);
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', () => setTimeout(filter));
let closed = [];
addEventListener('beforeprint', () => {
  closed = [...document.querySelectorAll('details:not([open])')];
  closed.forEach((one) => { one.open = true; });
});
addEventListener('afterprint', () => closed.forEach((one) => { one.open = false; }));
filter();
