// A work's cover: the picture where there is one, else one that is drawn of its title.

export function coverOf(work, id) {
  const place = document.createElement("span");
  place.className = "cover";
  if (id) place.id = id;
  place.append(drawn(work));
  if (work.cover_url) {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.loading = "lazy";
    picture.decoding = "async";
    picture.addEventListener("load", () => place.classList.add("has-picture"));
    picture.addEventListener("error", () => picture.remove());
    picture.src = work.cover_url;
    place.append(picture);
  }
  return place;
}

function drawn(work) {
  const face = document.createElement("span");
  face.className = `drawn shade-${shadeOf(work.title)}`;
  face.setAttribute("aria-hidden", "true");
  face.textContent = work.title;
  return face;
}

function shadeOf(title) {
  let sum = 0;
  for (const character of title) sum = (sum * 31 + character.codePointAt(0)) % 997;
  return sum % 4;
}
