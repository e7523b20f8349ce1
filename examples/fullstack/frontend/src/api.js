import axios from 'axios';

// Empty where a reverse proxy serves the page and the API at one origin.
const server = import.meta.env.VITE_API_URL;
const api = axios.create({ baseURL: `${server}/api/v1`, withCredentials: true });

/** A header of the application, for its logs. No safelisted header: a request with it needs a preflight. */
const requestId = () => ({ headers: { 'X-Request-Id': String(Date.now()) } });

export async function listStats() {
  const { data, headers } = await api.get('/stats');
  return { stats: data, total: headers['x-total-count'] };
}

export const addStat = (stat) => api.post('/stats', stat, requestId());

/** As a form without JavaScript sends it, and no other header: a simple request. */
export const addStatByForm = (stat) => api.post('/stats/form', new URLSearchParams(stat));

export const changeStat = ({ id, category, value }) => api.put(`/stats/${id}`, { category, value });

export const deleteStat = ({ id }) => api.delete(`/stats/${id}`);

export const logIn = (name) => api.post('/login', { name });

export const whoAmI = async () => (await api.get('/me')).data.name;

export const average = async () => (await api.get('/average')).data.average;
