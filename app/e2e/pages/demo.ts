/** Members of the demo campus that `dife seed` makes; they talk with each other. */
export const minji = { email: 'minji@kookmin.ac.kr', name: '민지' };
export const lucia = { email: 'lucia@kookmin.ac.kr', name: 'Lucía' };
export const seojun = { email: 'seojun@kookmin.ac.kr', name: '서준' };
export const sakura = { email: 'sakura@kookmin.ac.kr', name: 'さくら' };
