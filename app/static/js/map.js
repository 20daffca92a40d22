// The map is fetched only when the visitor asks: before that, no address of theirs reaches the tile server.
function load(element) {
  return new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
    document.head.append(element);
  });
}

async function leaflet(holder) {
  if (window.L) return window.L;
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: holder.dataset.leafletCss });
  const script = Object.assign(document.createElement("script"), { src: holder.dataset.leafletJs });
  await Promise.all([load(style), load(script)]);
  return window.L;
}

function balloon(point) {
  const body = document.createElement("div");
  const link = Object.assign(document.createElement("a"), { href: point.url, textContent: point.name });
  body.append(link);
  if (point.text) body.append(Object.assign(document.createElement("div"), { textContent: point.text }));
  return body;
}

function draw(L, holder, canvas) {
  const points = JSON.parse(holder.dataset.points);
  // a wheel or a thumb that only wants to scroll the page must not move the map
  const touch = window.matchMedia("(pointer: coarse)").matches;
  const map = L.map(canvas, { scrollWheelZoom: false, dragging: !touch, fadeAnimation: false, zoomAnimation: false, markerZoomAnimation: false, minZoom: 7, maxZoom: 19 });
  map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
  L.tileLayer(holder.dataset.tiles, {
    minZoom: 7, maxZoom: 19,
    attribution: 'Kaartgegevens © <a href="https://www.kadaster.nl">Kadaster</a> | <a href="https://www.verbeterdekaart.nl">Verbeter de kaart</a>',
  }).addTo(map);
  const icon = L.icon({
    iconUrl: holder.dataset.icon, iconRetinaUrl: holder.dataset.icon2x, shadowUrl: holder.dataset.shadow,
    iconSize: [25, 41], iconAnchor: [12, 41], popupAnchor: [1, -34], shadowSize: [41, 41],
  });
  for (const point of points) {
    L.marker([point.lat, point.lon], { icon, alt: point.name, title: point.name, keyboard: true }).bindPopup(() => balloon(point)).addTo(map);
  }
  map.fitBounds(L.latLngBounds(points.map((point) => [point.lat, point.lon])).pad(0.15), { maxZoom: 14, animate: false });
  return map;
}

function enhance(holder) {
  if (holder.dataset.lpReady) return;
  holder.dataset.lpReady = "1";
  const button = holder.querySelector("[data-lp-map-button]");
  const canvas = holder.querySelector("[data-lp-map-canvas]");
  let map = null;
  holder.hidden = false;
  button.addEventListener("click", async () => {
    const open = canvas.hidden;
    canvas.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? holder.dataset.hide : holder.dataset.show;
    if (!open || map) { map?.invalidateSize(); return; }
    try {
      map = draw(await leaflet(holder), holder, canvas);
    } catch {
      canvas.hidden = true;
      button.hidden = true;
      holder.querySelector(".lp-map__note").textContent = holder.dataset.failed;
      const status = document.getElementById("lp-status");
      if (status) status.textContent = holder.dataset.failed;
    }
  });
}

document.querySelectorAll("[data-lp-map]").forEach(enhance);
