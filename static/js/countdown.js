// Keeps the time that is left up to date, by the server's clock. Quietly: a screen reader reads it when it comes to it.
(() => {
  const began = Date.now();
  const words = (seconds, { day, hour, minute, soon, over }) => {
    if (seconds <= 0) return over;
    const minutes = Math.floor(seconds / 60);
    const days = Math.floor(minutes / 1440);
    const hours = Math.floor(minutes / 60) % 24;
    const parts = days ? [[days, day], [hours, hour]] : [[hours, hour], [minutes % 60, minute]];
    return parts.filter(([count]) => count).map(([count, unit]) => `${count}\u00a0${unit}`).join(" ") || soon;
  };
  const refresh = () => {
    for (const place of document.querySelectorAll("time[data-closes]")) {
      const now = Number(place.dataset.now) + (Date.now() - began) / 1000;
      place.textContent = words(Number(place.dataset.closes) - now, place.dataset);
    }
  };
  setInterval(refresh, 20000);
})();
