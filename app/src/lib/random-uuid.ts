export { randomUUID } from 'expo-crypto';
