/** Whether the last answer told of trouble at the server: then nobody is to look for it in the network. */
import { ref } from 'vue'
import { whenAnswered } from './http'

export const isFaulty = ref(false)
whenAnswered((status) => (isFaulty.value = status !== null && status >= 500))
