export { Circle, Path, default as Svg } from 'react-native-svg';
