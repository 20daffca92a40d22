// Leaving in one press: the page is blanked at once and its place in the list of the back button is taken over.
document.querySelectorAll("[data-lp-quick-exit]").forEach((link) => {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    document.title = "";
    window.location.replace(link.href);
  });
});
