/** The one door to maps: Leaflet comes with the first map shown, not before. */
import { defineAsyncComponent } from 'vue'

export const MapView = defineAsyncComponent(() => import('./MapView.vue'))
export type { MapCell, MapPoint, PinPlace } from './shapes'
