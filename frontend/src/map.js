// A day of the roster on a map, with Leaflet: a marker for each stop and a line for each round. Without the tiles of
// the background (no network, or none wanted) the streets are missing and the rest is there.
import L from "leaflet";

const place = document.getElementById("roster-map");
const { rounds, tiles, centre } = JSON.parse(document.getElementById("roster-drawn").textContent);

// Nothing fades in: half faded words are hard to read, and some people are bothered by what moves.
const map = L.map(place, { zoomControl: false, scrollWheelZoom: false, maxZoom: 19, fadeAnimation: false });
L.control.zoom({ zoomInTitle: place.dataset.in, zoomOutTitle: place.dataset.out }).addTo(map);
map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
if (tiles.address) L.tileLayer(tiles.address, { maxZoom: 19, attribution: escaped(tiles.by) }).addTo(map);

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}

// Stops at one address hang under each other.
const taken = new Map();
function hanging(stop) {
  const key = `${stop.latitude.toFixed(4)} ${stop.longitude.toFixed(4)}`;
  const number = taken.get(key) ?? 0;
  taken.set(key, number + 1);
  return [18, 13 - number * 30];
}

function balloon(round, stop) {
  const link = document.createElement("a");
  link.href = stop.url;
  link.textContent = `${round.name}: ${stop.words}`;
  return link;
}

const everything = [];
for (const round of rounds) {
  const points = round.stops.map((stop) => [stop.latitude, stop.longitude]);
  everything.push(...points);
  if (round.colour >= 0) L.polyline(points, { className: `wp-line wp-line--${round.colour}` }).addTo(map);
  round.stops.forEach((stop, number) => {
    const icon = L.divIcon({
      className: `wp-pin wp-pin--${round.colour}`, html: escaped(stop.mark), iconSize: null, iconAnchor: hanging(stop),
    });
    L.marker(points[number], { icon, title: `${round.name}: ${stop.words}` })
      .bindPopup(balloon(round, stop), { closeButton: false }).addTo(map);
  });
}
if (everything.length) map.fitBounds(everything, { paddingTopLeft: [70, 40], paddingBottomRight: [40, 50], maxZoom: 16 });
else map.setView(centre, 14);
