export { Circle, Defs, LinearGradient, Path, Stop, default as Svg } from 'react-native-svg';
