import { createRouter, createWebHistory } from 'vue-router'
import { desk } from './desk/routes'
import PhoneShell from './PhoneShell.vue'

export const router = createRouter({
  history: createWebHistory(),
  routes: [{ path: '/', component: PhoneShell }, desk],
})
