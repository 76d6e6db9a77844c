import type { ExpoConfig } from 'expo/config';

const brand = '#012CFF';

const config: ExpoConfig = {
  name: 'Dife',
  slug: 'dife',
  version: '0.1.0',
  scheme: 'dife',
  orientation: 'portrait',
  userInterfaceStyle: 'automatic',
  icon: './assets/icon.png',
  ios: { bundleIdentifier: 'com.teamdiverse.dife', supportsTablet: true },
  android: {
    package: 'com.teamdiverse.dife',
    adaptiveIcon: { foregroundImage: './assets/icon-foreground.png', backgroundColor: brand },
    predictiveBackGestureEnabled: false,
  },
  web: { output: 'single', favicon: './assets/favicon.png' },
  plugins: [
    ['expo-router', { sitemap: false, asyncRoutes: { web: true, default: false } }],
    [
      'expo-splash-screen',
      {
        backgroundColor: '#E6F3FF',
        image: './assets/splash.png',
        imageWidth: 200,
        dark: { backgroundColor: '#0B1020', image: './assets/splash.png' },
      },
    ],
    'expo-secure-store',
    'expo-localization',
    'expo-image-picker',
    ['expo-audio', { microphonePermission: 'Dife records the voice messages that you send.' }],
    'expo-document-picker',
    ['expo-notifications', { color: brand }],
  ],
  // Phones are pushed to only by a build that names its Expo project.
  extra: { eas: { projectId: process.env.EXPO_PUBLIC_EAS_PROJECT_ID } },
  experiments: { typedRoutes: true, reactCompiler: process.env.DIFE_MEASURE !== '1' },
};

export default config;
