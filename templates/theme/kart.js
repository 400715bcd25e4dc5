/*
 * kart.js - draw the answer of a map question, with Leaflet; every page works without it
 *
 * The text area below the map is the answer: each point a line, latitude and longitude.  What is drawn is written there, and
 * what is written there is drawn.  The ground is the municipality's own map (/kart: fcgi/geo/geo.h), and no picture is fetched.
 * A point is put by a click or, with the keyboard, by the button that puts it in the middle of the map; a corner is moved by
 * dragging it.
 */
(() => {
	'use strict';
	const NEAR = 18, DECIMALS = 7;
	const style = layer => ({ className: `sk-map-${layer}`, interactive: false });
	let ground = null;

	/* Lines of layer, label, 1 for a ring, points. */
	async function fetchGround(href) {
		const answer = await fetch(href);
		if (!answer.ok)
			return [];
		return (await answer.text()).split('\n').filter(Boolean).map(line => {
			const [layer, label, ring, points] = line.split('\t');
			return { layer, label, ring: ring === '1', points: points.split(' ').map(p => p.split(',').map(Number)) };
		});
	}

	const order = ['municipality', 'property', 'road', 'building'];

	function drawGround(map, features) {
		for (const layer of order)
			for (const f of features.filter(x => x.layer === layer)) {
				const shape = f.ring ? L.polygon(f.points, { ...style(layer), fill: layer === 'building', fillOpacity: 1 })
					: L.polyline(f.points, style(layer));
				shape.addTo(map);
				if (f.label && layer === 'property')
					shape.bindTooltip(f.label, { permanent: true, direction: 'center', className: 'sk-map-label' });
			}
	}

	/* As the server reads them (geo_typed), when it is simply written; else nothing is drawn. */
	function read(text) {
		return text.split(/[\n;]/).map(l => l.trim()).filter(Boolean)
			.map(l => l.split(/[\s,]+/).map(Number)).filter(p => p.length === 2 && p.every(Number.isFinite));
	}

	const write = points => points.map(p => p.map(n => String(+n.toFixed(DECIMALS))).join(', ')).join('\n');

	class Drawing {
		constructor(box) {
			this.box = box;
			this.field = document.getElementById(box.dataset.map);
			this.one = box.dataset.shape === 'point';
			this.points = [];
			box.hidden = false;
			box.closest('.sk-map').querySelector('.sk-map-picture')?.remove();
			const canvas = box.querySelector('.sk-map-canvas');
			this.map = L.map(canvas, { attributionControl: false, zoomControl: false, minZoom: 8, maxZoom: 22, zoomSnap: .5,
				renderer: L.svg({ padding: .5 }) });
			L.control.scale({ imperial: false }).addTo(this.map);
			const middle = document.createElement('div');
			middle.className = 'sk-map-middle';
			canvas.append(middle);
			this.marks = L.layerGroup().addTo(this.map);
			this.map.setView([65, 13], 8);
			this.map.on('click', e => this.put(e.latlng));
			this.map.on('zoomend', () => canvas.classList.toggle('sk-map-far', this.map.getZoom() < NEAR - 1.5));
			for (const b of box.querySelectorAll('[data-do]'))
				b.addEventListener('click', () => this[b.dataset.do]());
			this.field.addEventListener('input', () => this.take(false));
		}

		start(features) {
			drawGround(this.map, features);
			const home = features.filter(f => f.layer === 'property').concat(features.filter(f => f.layer === 'municipality'))[0];
			if (home)
				this.map.fitBounds(L.latLngBounds(home.points).pad(1), { animate: false });
			this.take(true);
		}

		/* from the field */
		take(look) {
			this.points = read(this.field.value);
			if (this.one)
				this.points = this.points.slice(0, 1);
			if (look && this.points.length > 0)
				this.map.fitBounds(L.latLngBounds(this.points).pad(1), { maxZoom: NEAR + 1.5, animate: false });
			this.draw();
		}

		/* to the field */
		tell() {
			this.field.value = write(this.points);
			this.field.dispatchEvent(new Event('change', { bubbles: true }));
			this.draw();
		}

		put(at = this.map.getCenter()) {
			const p = [at.lat, at.lng].map(n => +n.toFixed(DECIMALS));
			this.points = this.one ? [p] : [...this.points, p];
			this.tell();
		}

		undo() {
			this.points.pop();
			this.tell();
		}

		clear() {
			this.points = [];
			this.tell();
		}

		draw() {
			this.marks.clearLayers();
			if (this.points.length > 1)
				(this.points.length > 2 ? L.polygon : L.polyline)(this.points, style('drawn')).addTo(this.marks);
			this.points.forEach((p, i) => {
				const mark = L.marker(p, { draggable: true, keyboard: false, autoPan: true,
					icon: L.divIcon({ className: 'sk-map-corner', iconSize: [18, 18] }) });
				mark.on('dragend', () => {
					const at = mark.getLatLng();
					this.points[i] = [at.lat, at.lng].map(n => +n.toFixed(DECIMALS));
					this.tell();
				});
				mark.addTo(this.marks);
			});
			this.box.querySelector('[data-points]').textContent = this.points.length;
			for (const b of this.box.querySelectorAll('[data-do=undo], [data-do=clear]'))
				b.disabled = this.points.length === 0;
		}
	}

	/* Where the map stood is kept when htmx puts the page in anew. */
	const views = new Map();

	async function begin() {
		for (const box of document.querySelectorAll('.sk-map-box[hidden]')) {
			const drawing = new Drawing(box);
			ground ??= fetchGround(box.dataset.href).catch(() => []);
			drawing.start(await ground);
			const was = views.get(box.dataset.map);
			if (was)
				drawing.map.setView(was.center, was.zoom, { animate: false });
			drawing.map.on('moveend', () => views.set(box.dataset.map, { center: drawing.map.getCenter(), zoom: drawing.map.getZoom() }));
		}
	}

	document.addEventListener('htmx:afterSwap', begin);
	begin();
})();
