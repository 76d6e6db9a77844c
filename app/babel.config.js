/**
 * The React Compiler remembers values for components at the price of about a quarter more code. It works where rows are
 * drawn again and again; the small parts of src/ui and the forms, which every page loads, do without.
 */
const remembering = [
  '/src/features/chat/',
  '/src/features/community/',
  '/src/features/connect/',
  '/src/features/notifications/',
  '/src/features/translation/',
  '/src/realtime/',
  '/src/ui/composer-',
  '/src/ui/message-list',
];

module.exports = function babel(api) {
  api.cache(true);
  const sources = (file) =>
    remembering.some((folder) => file.replaceAll('\\', '/').includes(folder));
  return { presets: [['babel-preset-expo', { 'react-compiler': { sources } }]] };
};
