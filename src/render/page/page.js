'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const form = document.querySelector('form');
const count = document.querySelector('output');
const dialog = document.querySelector('dialog');
const grids = all('table[role=grid]').map((table) => ({ table, rows: all('tbody tr', table), stop: null }));

// What filters show and hide: rows, and in a matrix the roles in their cells.
const rows = all('[data-who]').map((row) => {
  const items = row.dataset.scope === undefined ? all('[data-scope]', row) : [row];
  const { who, title, name = '' } = row.dataset;
  return {
    row,
    who: `${who} ${title} ${name} ${row.querySelector('th')?.textContent}`.toLowerCase(),
    items: items.map((item) => ({
      item, cell: item.closest('td'), scope: item.dataset.scope.toLowerCase(), role: item.dataset.role,
    })),
  };
});

function filter() {
  const who = form.who.value.trim().toLowerCase();
  const scope = form.scope.value.trim().toLowerCase();
  const role = form.role.value;
  const columns = new Set();
  for (const one of rows) {
    const named = one.who.includes(who);
    const cells = new Set();
    let some = false;
    for (const { item, cell, scope: on, role: held } of one.items) {
      const fits = named && on.includes(scope) && (role === '' || held === role);
      if (item !== one.row) item.hidden = !fits;
      if (fits && cell) cells.add(cell);
      some ||= fits;
    }
    one.row.hidden = !some;
    for (const { cell } of one.items) if (cell) cell.firstElementChild.hidden = !cells.has(cell);
    for (const cell of cells) columns.add(cell.cellIndex);
  }
  for (const matrix of all('.matrix')) {
    for (const row of matrix.rows) {
      [...row.cells].forEach((cell, column) => { cell.hidden = column > 0 && !columns.has(column); });
    }
  }
  const isEmpty = (part) => {
    const inside = all('[data-who]', part);
    return inside.length > 0 && inside.every((row) => row.hidden);
  };
  for (const part of all('main > section, main > section tbody')) part.hidden = isEmpty(part);
  grids.forEach(keepStop);
  tell();
}

function tell() {
  const shown = rows.filter(({ row }) => !row.hidden).length;
  count.textContent = `${shown} of ${rows.length} ${form.dataset.noun}`;
}

// The arrow keys move in a table, which Tab enters and leaves.
const isShown = (button) => !button.hidden && !button.closest('[hidden]');
const buttons = (row) => all('button', row).filter(isShown);
const column = (button) => button.closest('td, th').cellIndex;

function keepStop(grid) {
  if (grid.stop && isShown(grid.stop)) return;
  const row = grid.rows.find((one) => buttons(one).length > 0);
  stopAt(grid, row && buttons(row)[0]);
}

function stopAt(grid, button) {
  if (grid.stop) grid.stop.tabIndex = -1;
  grid.stop = button ?? null;
  if (button) button.tabIndex = 0;
}

function moved(grid, from, key) {
  const row = from.closest('tr');
  const beside = buttons(row);
  const place = beside.indexOf(from);
  if (key === 'ArrowRight') return beside[place + 1];
  if (key === 'ArrowLeft') return beside[place - 1];
  if (key === 'Home') return beside[0];
  if (key === 'End') return beside.at(-1);
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step === undefined) return undefined;
  for (let at = grid.rows.indexOf(row) + step; at >= 0 && at < grid.rows.length; at += step) {
    const found = buttons(grid.rows[at]);
    const far = (button) => Math.abs(column(button) - column(from));
    if (found.length > 0) return found.reduce((near, other) => (far(other) < far(near) ? other : near));
  }
  return undefined;
}

for (const grid of grids) {
  all('tbody button', grid.table).forEach((button) => { button.tabIndex = -1; });
  keepStop(grid);
  grid.table.addEventListener('focusin', ({ target }) => {
    if (target.matches('tbody button')) stopAt(grid, target);
  });
  grid.table.addEventListener('keydown', (event) => {
    const next = event.target.matches('tbody button') ? moved(grid, event.target, event.key) : undefined;
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  grid.table.addEventListener('click', ({ target }) => {
    const button = target.closest('tbody button') ?? target.closest('tr[data-scope]')?.querySelector('button');
    if (button && getSelection().isCollapsed) open(button);
  });
}

// A sheet is kept once for all principals: their names stand open in it.
function open(button) {
  const row = button.closest('[data-who]');
  const { who, title, name, scope } = row.dataset;
  const head = button.closest('table').tHead.rows[0].cells[column(button)].textContent;
  const parts = name === undefined ? [row.cells[0].textContent, button.textContent, scope] : [name, head];
  dialog.querySelector('h2').textContent = parts.filter((part) => part).join(' · ');
  const body = dialog.querySelector('div');
  body.replaceChildren(...button.dataset.sheets.split(' ').map((number) => {
    const sheet = document.getElementById(`s${number}`).cloneNode(true);
    sheet.removeAttribute('id');
    sheet.querySelector('h3').remove();
    all('b:empty', sheet).forEach((place) => { place.textContent = who; });
    all('i:empty', sheet).forEach((place) => { place.textContent = title; });
    return sheet;
  }));
  dialog.showModal();
  body.scrollTop = 0;
  body.focus();
}

dialog.querySelector('button').addEventListener('click', () => dialog.close());
dialog.addEventListener('click', ({ target }) => { if (target === dialog) dialog.close(); });
form.addEventListener('input', filter);
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', () => setTimeout(filter));

// On paper stand the sheets of what is shown.
addEventListener('beforeprint', () => {
  const shown = new Set(all('tbody button').filter(isShown).flatMap((button) => button.dataset.sheets.split(' ')));
  for (const sheet of all('.sheets > article')) sheet.hidden = !shown.has(sheet.id.slice(1));
});
tell();
