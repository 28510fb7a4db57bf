// Runs before the first paint: items and sessions are read in the dark.
document.documentElement.dataset.theme = /^\/(items|sessions)\//.test(location.pathname) ? 'reading' : 'desk';
document.documentElement.dataset.mantineColorScheme = document.documentElement.dataset.theme === 'reading' ? 'dark' : 'light';
