/**
 * The script of the page: tables sort by a click on a head, charts show the value under the pointer. It reads
 * nothing but the page, and the page reads without it.
 */
export const PAGE_SCRIPT = `(() => {
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const value = cell.dataset.value;
    return value === undefined ? cell.textContent : value === '' ? -Infinity : Number(value);
  };
  for (const table of document.querySelectorAll('table.sortable')) {
    const heads = [...table.tHead.rows[0].cells];
    const sort = (column) => {
      const head = heads[column];
      const down = head.getAttribute('aria-sort') === 'ascending' ||
        (head.getAttribute('aria-sort') === null && head.classList.contains('number'));
      for (const each of heads) each.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => {
        const [one, other] = [valueOf(a, column), valueOf(b, column)];
        return (one < other ? -1 : one > other ? 1 : 0) * (down ? -1 : 1);
      });
      table.tBodies[0].append(...rows);
    };
    heads.forEach((head, column) => {
      head.tabIndex = 0;
      head.addEventListener('click', () => sort(column));
      head.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        sort(column);
      });
    });
  }
  const nearest = (points, x) => {
    let low = 0;
    let high = points.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (points[middle][0] < x) low = middle + 1;
      else high = middle;
    }
    return low > 0 && x - points[low - 1][0] < points[low][0] - x ? points[low - 1] : points[low];
  };
  for (const svg of document.querySelectorAll('svg[data-hover]')) {
    const { lines } = JSON.parse(svg.dataset.hover);
    const rule = document.createElementNS('http://www.w3.org/2000/svg', 'line');
    rule.setAttribute('class', 'rule');
    rule.setAttribute('y1', '0');
    rule.setAttribute('y2', String(svg.viewBox.baseVal.height));
    const tip = document.createElement('div');
    tip.className = 'tip';
    const hide = () => {
      rule.remove();
      tip.remove();
    };
    svg.addEventListener('pointerleave', hide);
    svg.addEventListener('pointermove', (event) => {
      const box = svg.getBoundingClientRect();
      const scale = svg.viewBox.baseVal.width / box.width;
      const shown = lines.map((line) => ({ name: line.name, point: nearest(line.points, (event.clientX - box.left) * scale) }));
      const [x, , time] = shown[0].point;
      rule.setAttribute('x1', x);
      rule.setAttribute('x2', x);
      tip.textContent = [time, ...shown.map(({ name, point }) => name + ' ' + point[3])].join(' \\u00b7 ');
      svg.append(rule);
      svg.parentElement.append(tip);
      tip.style.top = '8px';
      tip.style.left = Math.min(x / scale + 12, box.width - tip.offsetWidth - 8) + 'px';
    });
  }
})();
`;

/** The script's own hash: the page's policy runs this text and no other. */
export const PAGE_SCRIPT_HASH = 'sha256-npTgfLyclYpAG6tuNC3xV2ZLTGnbR0oCqRbra+21Euk=';
