/** Members of the demo campus that `dife seed` makes; they talk with each other. */
export const minji = { email: 'minji@kookmin.ac.kr', name: '민지' };
export const lucia = { email: 'lucia@kookmin.ac.kr', name: 'Lucía' };
export const seojun = { email: 'seojun@kookmin.ac.kr', name: '서준' };
export const sakura = { email: 'sakura@kookmin.ac.kr', name: 'さくら' };
export const haeun = { email: 'haeun@kookmin.ac.kr', name: '하은' };
export const xiaotong = { email: 'xiaotong@kookmin.ac.kr', name: '晓彤' };
export const mateo = { email: 'mateo@kookmin.ac.kr', name: 'Mateo' };
export const olivia = { email: 'olivia@kookmin.ac.kr', name: 'Olivia' };
/** The group of 민지. */
export const walks = '북한산 산책';
