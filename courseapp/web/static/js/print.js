// The print button: printing is the browser's own.
document.querySelectorAll('[data-print]').forEach(button => button.addEventListener('click', () => print()));
