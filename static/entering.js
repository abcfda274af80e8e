// Helps whoever enters a record: how a date will read, names for the boxes of the admin's selects, and typing into them.
'use strict';
{
    const waiting = new WeakMap();

    function echoOf(box) {
        let echo = document.getElementById(`${box.id}_echo`);
        if (!echo) {
            echo = document.createElement('output');
            echo.id = `${box.id}_echo`;
            echo.className = 'echo';
            echo.htmlFor = box.id;
            echo.dir = 'auto';
            box.after(echo);
        }
        return echo;
    }

    async function read(box) {
        const echo = echoOf(box);
        const typed = box.value.trim();
        if (!typed) {
            echo.textContent = '';
            return;
        }
        const answer = await fetch(`${box.dataset.echo}?${new URLSearchParams({typed})}`);
        if (answer.ok && typed === box.value.trim()) {
            const said = await answer.json();
            echo.textContent = said.wrong || `→ ${said.reads}`;
            echo.classList.toggle('wrong', Boolean(said.wrong));
        }
    }

    document.addEventListener('input', event => {
        if (event.target.matches('input.partial-date')) {
            clearTimeout(waiting.get(event.target));
            waiting.set(event.target, setTimeout(read, 300, event.target));
        }
    });

    // The stock selects have boxes that nothing names: give each the name of its field.
    function nameBoxes(root) {
        for (const select of root.querySelectorAll('select.select2-hidden-accessible')) {
            const label = select.labels && select.labels[0];
            const box = select.nextElementSibling;
            if (!label || !box || !box.classList.contains('select2')) {
                continue;
            }
            const name = label.textContent.trim().replace(/:$/, '');
            const selection = box.querySelector('.select2-selection');
            const search = box.querySelector('.select2-search__field');
            for (const shown of box.querySelectorAll('[role=textbox]')) {
                shown.removeAttribute('role');
                shown.removeAttribute('aria-readonly');
            }
            if (search) {
                // Not an item of the list it stands in; each choice has a cross of its own.
                box.querySelectorAll('.select2-selection__clear').forEach(cross => cross.remove());
                search.setAttribute('aria-label', name);
                selection.removeAttribute('role');
                selection.removeAttribute('aria-haspopup');
                selection.removeAttribute('aria-expanded');
            } else {
                label.id = label.id || `${select.id}_label`;
                selection.setAttribute('aria-labelledby', `${label.id} select2-${select.id}-container`);
            }
        }
    }

    function nameOpened(event) {
        const label = event.target.labels && event.target.labels[0];
        const search = document.querySelector('.select2-container--open .select2-search__field');
        if (search) {
            search.setAttribute('aria-label', label ? label.textContent.trim().replace(/:$/, '') : event.target.name);
            search.focus();
        }
        for (const list of document.querySelectorAll('.select2-results__options')) {
            list.setAttribute('aria-label', label ? label.textContent.trim() : event.target.name);
        }
    }

    // A letter typed on a closed select opens it and is the first of what is looked for.
    document.addEventListener('keydown', event => {
        if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey &&
            event.target.matches('.select2-selection--single')) {
            django.jQuery(event.target).closest('.select2').prev('select').select2('open');
        }
    }, true);

    document.addEventListener('formset:added', event => {
        // The admin makes its selects on the same event.
        setTimeout(row => {
            nameBoxes(row);
            // Where one goes on typing.
            const first = row.querySelector('input:not([type=hidden], [type=checkbox], .select2-search__field), .select2-selection');
            if (first) {
                first.focus();
            }
        }, 0, event.target);
    });
    window.addEventListener('load', () => {
        const $ = django.jQuery;
        $(document).on('select2:open', nameOpened);
        $(document).on('change select2:select select2:unselect select2:close', () => nameBoxes(document));
        nameBoxes(document);
        document.querySelectorAll('input.partial-date').forEach(box => box.value && read(box));
    });
}
